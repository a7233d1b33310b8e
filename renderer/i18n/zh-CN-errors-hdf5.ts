import type { ErrorTemplate } from './zh-CN-errors.ts';

/** HDF5 文件的错误：其余的在 zh-CN-errors-read.ts。 */
export const zhCNHdf5Errors: Readonly<Record<string, ErrorTemplate>> = {
  'h5-user-block': {
    title: '跳过了文件开头的用户块',
    message: '“{file}”的前 {bytes} 字节是用户块，不属于模型，已跳过。',
    hint: '无需处理；用 h5repack 重写而不带用户块，即可去掉它。',
  },
  'h5-cycle': {
    title: 'HDF5 的组成环',
    message: '此组又指回它上面的组“{group}”。',
    hint: 'Keras 文件不会有这样的环：请用 model.save("model.keras") 重新保存模型。',
  },
  'h5-chunk': {
    title: '数据集的分块不合理',
    message: '数据集的分块与它不符：{reason}。',
    hint: '文件已损坏或意在误导：请重新保存模型。',
  },
  'h5-chunk-size': {
    title: '分块的大小有误',
    message: '{chunk} 应有 {declared}，而 {reason}。',
    hint: '文件已损坏或意在误导：请重新保存模型。',
  },
  'h5-filter': {
    title: '不支持这种压缩',
    message: '数据经过滤器 {filter} 存储，这里不读取它；可读取 gzip、shuffle 和 fletcher32。',
    hint: '请不压缩或用 gzip 重新保存模型。',
  },
  'h5-checksum': {
    title: '内容被改动或损坏',
    message: '{what} 的内容被改动或损坏：{reason}。',
    hint: '请重新复制或下载文件，或重新保存模型。',
  },
};
