/** 为无法运行的层提供的输出。 */
export const zhCNBrought = {
  'brought.how': '要看到 y，请提供该层的输出，形状为 {shape} 的数组。',
  'brought.bring': '提供它的输出…',
  'brought.ask': '请求支持该层',
  'brought.askHint': '复制它的类、设置和形状，不含权重；不会发送任何内容。',
  'brought.asked': '已复制：类、设置和形状。请粘贴到您提出请求的地方。',
  'brought.busy': '正在读取输出',
  'brought.layer': '输出由外部提供',
  'brought.title': '已提供 {layer} 的输出',
  'brought.text': '它之后的一切由此计算。它只属于当前序列。',
  'brought.away': '移除',
} as const;
