import type { ErrorTemplate } from './zh-CN-errors.ts';

/** NumPy 文件、数组的 pickle 和序列的错误。 */
export const zhCNArrayErrors: Readonly<Record<string, ErrorTemplate>> = {
  'npy-header': {
    title: 'NumPy 文件头有误',
    message: 'NumPy 文件头有误：{reason}。',
    hint: '请重新保存数组：numpy.save("input.npy", array)。',
  },
  'npy-version': {
    title: 'NumPy 格式版本未知',
    message: 'NumPy 文件的格式版本为 {found}；现有 1.0、2.0 和 3.0。',
    hint: '请重新保存数组：numpy.save("input.npy", array)。',
  },
  'npy-pickle': {
    title: '文件含有 Python 程序',
    message: 'pickle 含有 {found}。这里只从 pickle 读取普通的 NumPy 数组；其余内容须运行 Python。',
    hint: '请在 Python 中用 np.savez("weights.npz", *model.get_weights()) 保存，或用 np.save(path, array, allow_pickle=False) 保存单个数组。',
  },
  'npy-dtype': {
    title: 'NumPy 文件不是数字',
    message: 'NumPy 数组的元素类型为“{found}”；只读取浮点数、整数和布尔值。',
    hint: '请先转换：array.astype("float32")。',
  },
  'npy-length': {
    title: '数组的长度不符',
    message: 'NumPy 数组声明有 {expected}，实际有 {found}。',
    hint: '请重新保存或复制数组。',
  },
  'npy-shape': {
    title: '数组的形状不可能',
    message: 'NumPy 数组声明的形状 {shape} 不可能或太大。',
    hint: '请重新保存数组；最多读取 512 MiB。',
  },
  'npz-member': {
    title: '略去了一个成员',
    message: '.npz 的成员“{member}”是 {found}，不是 NumPy 数组，已略去。',
    hint: '若只是说明文字则无需处理；否则请用 numpy.savez 重新保存该数组。',
  },
  'pickle-damaged': {
    title: 'pickle 已损坏',
    message: 'pickle 在第 {offset} 字节处有误：{reason}。',
    hint: '文件被截断或改动：请重新复制，或用 np.savez("weights.npz", *model.get_weights()) 保存。',
  },
  'pickle-too-big': {
    title: 'pickle 太大',
    message: 'pickle 含有超过 {limit} 个{what}。',
    hint: '请用 np.savez("weights.npz", *model.get_weights()) 保存权重，它没有这样的上限。',
  },
  'arrays-none': {
    title: '文件中没有数组',
    message: '“{file}”中没有数字数组。',
    hint: '请重新保存权重：np.savez("weights.npz", *model.get_weights())。',
  },
  'arrays-unknown': {
    title: '这不是 NumPy 文件',
    message: '“{file}”是 {found}，不是 NumPy 的 .npy 或 .npz 文件。',
    hint: '请用 numpy.savez("arrays.npz", name=array) 保存数组。',
  },
  'seq-unknown': {
    title: '这不是序列',
    message: '“{file}”是 {found}，不是序列。',
    hint: '请使用 .npy、.csv、.tsv，或带嵌套括号的 JSON。',
  },
  'seq-encoding': {
    title: '文本无法解码',
    message: '序列的文本在第 {offset} 字节处不是有效的 {encoding}。',
    hint: '请把表格重新保存为 UTF-8。',
  },
  'seq-empty': { title: '序列是空的', message: '序列中没有数字行。', hint: '请至少给出一步。' },
  'seq-too-big': { title: '序列太大', message: '序列有 {found}；最多读取 {limit}。', hint: '请截短序列，或保存为 float32 的 .npy。' },
  'seq-columns': {
    title: '一行的值数不对',
    message: '得到 {found} 个值，而此处应有 {expected} 个。',
    hint: '请让每一步的值数与模型所需相同。',
  },
  'seq-column-unknown': {
    title: '没有这一列',
    message: '序列没有名为“{column}”的列；它的列有：{known}。',
    hint: '请使用表格第一行中的列名，或者不指定列以使用全部。',
  },
  'seq-value': {
    title: '有一个单元格不是数字',
    message: '“{found}”不是数字；空白单元格也不是。',
    hint: '请写成 -1.5 或 2e-3 这样的数字（用小数点，不用千位分隔符），缺失的值写 nan；若有文字列，请按列名选择数字列。',
  },
  'seq-quote': { title: '引号没有闭合', message: '表格中有一个引号始终没有闭合。', hint: '请闭合该引号，或将其删除。' },
  'seq-rank': {
    title: '序列的轴数不对',
    message: '数组的形状为 {shape}；序列有 1 至 3 个轴（样本, 步, 特征）。',
    hint: '请改成（步, 特征）或（样本, 步, 特征）的形状。',
  },
};
