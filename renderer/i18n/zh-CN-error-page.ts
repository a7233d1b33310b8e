/** 错误页的固定文字；错误本身的文字见 zh-CN-errors.ts。 */
export const zhCNErrorPage = {
  'errors.title.other': 'Gatescope 未完成此操作',
  'errors.what': '情况',
  'errors.where': '位置',
  'errors.fix': '办法',
  'errors.code': '代码',
  'errors.back': '返回',
  'errors.copyReport': '复制报告',
  'errors.copied': '报告已复制',
  'errors.copyFailed': '剪贴板不可用。',
  'errors.modelStays': '{title} 保持打开，没有改变。',
  'errors.nothingChanged': '磁盘上没有任何改动；内置示例仍可打开。',
} as const;
