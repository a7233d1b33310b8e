import type { ErrorTemplate } from './zh-CN-errors.ts';

/** 读取文件和序列时的错误。 */
export const zhCNReadErrors: Readonly<Record<string, ErrorTemplate>> = {
  'read-failed': { title: '文件无法读取', message: '文件“{file}”无法读取：{reason}。', hint: '请确认文件仍在且有读取权限，然后重新打开。' },
  'file-kind': {
    title: '这不是文件',
    message: '“{file}”是 {found}；只读取普通文件，以及存放同一模型各文件的文件夹。',
    hint: '请选择文件本身：若是链接或快捷方式，选它指向的文件；若是网址，先下载；若是文件夹，选直接存放模型文件的那一个。',
  },
  'file-empty': {
    title: '文件是空的',
    message: '文件“{file}”是空的（0 字节）。',
    hint: '请重新保存或复制模型；中断的复制常会留下空文件。',
  },
  'format-unknown': {
    title: '这不是模型文件',
    message: '“{file}”是 {found}，不是这里能打开的模型文件。',
    hint: '请打开 .keras 文件，或保存为 .h5 的完整模型；在 Keras 中：model.save("model.keras")。',
  },
  'file-too-big': {
    title: '文件太大',
    message: '文件“{file}”有 {found}；最多读取 {limit}。',
    hint: '请选择较小的文件，或保存时不含优化器：model.save(path, include_optimizer=False)。',
  },
  'files-not-together': {
    title: '这些文件不是同一个模型',
    message: '给出的 {count} 个文件不构成一个模型：{found}。',
    hint: '请选择一个模型：单个文件，或结构与权重，或索引与其全部分片。',
  },
  'structure-only': {
    title: '只打开了结构',
    message: '只打开了“{file}”的结构：权重无法读取，因此无法运行、修改或保存。',
    hint: '请重新复制或下载完整的文件，或重新保存模型，然后重新读取。',
  },
  'structure-none': {
    title: '结构也无法读取',
    message: '无法从“{file}”读取模型的配置，因此不能显示结构。',
    hint: '请重新复制或下载完整的文件，或重新保存模型。',
  },
  'html-page': {
    title: '这是网页，不是模型',
    message: '“{file}”是 HTML 页面，不是模型文件。',
    hint: '下载得到的是网页而不是文件：请用“raw”或“download”链接重新保存。',
  },
  'git-lfs-pointer': {
    title: '模型尚未下载',
    message: '“{file}”是 Git LFS 指针：模型本身从未下载。',
    hint: '请在仓库中运行“git lfs pull”，再打开文件。',
  },
  'text-encoding': {
    title: '文本无法解码',
    message: '文件中的文本在第 {offset} 字节处不是有效的 {encoding}。',
    hint: '请把文本重新保存为 UTF-8。',
  },
  'json-encoding': {
    title: 'JSON 文本无法解码',
    message: 'JSON 文本在第 {offset} 字节处不是有效的 {encoding}。',
    hint: '请把文件重新保存为 UTF-8。',
  },
  'json-size': {
    title: 'JSON 文本太大',
    message: '一段 JSON 文本有 {found}；最多读取 {limit}。',
    hint: '请选择较小的文件；数字请用 .npy 或 .csv。',
  },
  'json-depth': {
    title: 'JSON 嵌套太深',
    message: '一段 JSON 文本嵌套超过 {limit} 层，位于第 {offset} 字节。',
    hint: 'Keras 配置不会这么深：请重新保存模型。',
  },
  'json-nodes': {
    title: 'JSON 的值太多',
    message: '一段 JSON 文本含有超过 {limit} 个值。',
    hint: '请选择较小的文件；数字请用 .npy 或 .csv。',
  },
  'json-syntax': {
    title: 'JSON 文本有误',
    message: 'JSON 文本在第 {offset} 字节（第 {line} 行，第 {column} 列）有误：{reason}，位于“{excerpt}”附近。',
    hint: '请重新保存文件；若曾手工编辑，请查看该行。',
  },
  'json-key': {
    title: 'JSON 含有不安全的键',
    message: 'JSON 文本在第 {offset} 字节处有键“{key}”，它在程序中另有含义。',
    hint: 'Keras 文件不会有此键：文件被改动过，或属于其他类型。',
  },
  'json-duplicate': {
    title: 'JSON 中有重复的键',
    message: 'JSON 文本在同一对象中两次出现键“{key}”，位于第 {offset} 字节。',
    hint: '请重新保存模型：无法得知以哪一个为准。',
  },
  'zip-truncated': { title: '文件过早结束', message: 'zip 文件没有结尾：缺少成员目录。', hint: '文件被截断：请重新复制或下载。' },
  'zip-empty': { title: 'zip 文件是空的', message: 'zip 文件没有任何成员。', hint: '请重新保存模型：model.save("model.keras")。' },
  'zip-damaged': { title: 'zip 文件已损坏', message: 'zip 文件自相矛盾：{reason}。', hint: '请重新复制或下载文件，或重新保存模型。' },
  'zip-crc': {
    title: '内容被改动或损坏',
    message: '成员“{member}”的内容与校验和不符：得到 {found}，应为 {expected}。',
    hint: '文件已损坏：请重新复制或下载。',
  },
  'zip-duplicate': {
    title: 'zip 中有重复的成员',
    message: 'zip 文件有两个名为“{member}”的成员。',
    hint: '请重新保存模型：无法得知以哪一个为准。',
  },
  'zip-name': {
    title: 'zip 中有不安全的名称',
    message: 'zip 文件有一个成员的名称不安全：“{member}”。',
    hint: '请用 Keras 重新保存模型；Keras 文件不会有这样的名称。',
  },
  'zip-encrypted': { title: '文件已加密', message: '成员“{member}”已加密。', hint: '请不带密码保存模型。' },
  'zip-method': {
    title: '不支持这种压缩方法',
    message: '成员“{member}”用方法 {method} 压缩；只读取存储（0）和 deflate（8）。',
    hint: '请用普通的 zip 程序重新打包。',
  },
  'zip-link': { title: 'zip 中含有链接', message: '成员“{member}”是符号链接。', hint: '请用 Keras 重新保存模型；Keras 文件不含链接。' },
  'zip-bomb': {
    title: '文件解压后大得不合理',
    message: '成员“{member}”有 {stored}，却声称解压后为 {declared}。',
    hint: '请重新保存模型；真实的权重不会压缩得这么小。',
  },
  'zip-size': {
    title: 'zip 声明的大小有误',
    message: '成员“{member}”声明 {declared}，而 {reason}。',
    hint: '文件已损坏或意在误导：请重新保存模型。',
  },
  'zip-too-many': {
    title: 'zip 的成员太多',
    message: 'zip 文件有 {found} 个成员；最多读取 {limit} 个。',
    hint: '请用 Keras 重新保存模型。',
  },
  'zip-overlap': {
    title: 'zip 的成员相互重叠',
    message: '成员“{first}”与“{second}”共用文件中的字节。',
    hint: '文件已损坏或意在误导：请重新保存模型。',
  },
  'zip-nested': {
    title: '压缩包里还有压缩包',
    message: '“{file}”是压缩包中的压缩包，其本身不含模型。',
    hint: '请解开外层压缩包，打开里面的文件。',
  },
  'zip-multi-disk': { title: '这只是 zip 的一部分', message: '此 zip 文件是多个分卷之一。', hint: '请把模型打包成单个 zip 文件。' },
  'zip-polyglot': {
    title: 'zip 之外有多余的字节',
    message: '在 zip 文件的 {side} 有 {found} 字节不属于它。',
    hint: '请重新保存模型，或只保留其中的 zip。',
  },
  'keras-no-config': {
    title: '模型没有配置',
    message: 'zip 文件没有 config.json；其中有 {found}。',
    hint: '请保存整个模型：model.save("model.keras")。',
  },
  'keras-no-weights': {
    title: '模型没有权重',
    message: '模型文件没有 model.weights.h5；其中有 {found}。',
    hint: '请保存整个模型：model.save("model.keras")。',
  },
  'keras-ambiguous': {
    title: '模型的权重出现两次',
    message: '模型文件两次含有权重：{found}。',
    hint: '请重新保存模型：无法得知以哪一个为准。',
  },
  'keras-config-invalid': {
    title: '配置不是 Keras 写出的形式',
    message: '“{member}”含有 {found}，而此处应为对象。',
    hint: '请重新保存模型：model.save("model.keras")。',
  },
  'h5-truncated': { title: '文件过早结束', message: 'HDF5 文件应有 {expected}，实际有 {found}。', hint: '文件被截断：请重新复制或下载。' },
  'h5-version': {
    title: 'HDF5 版本未知',
    message: 'HDF5 超级块的版本为 {found}；现有版本为 0 至 3。',
    hint: '文件已损坏，或来自未来的 HDF5：请重新保存模型。',
  },
  'h5-offset-size': {
    title: 'HDF5 的计数方式不常见',
    message: 'HDF5 文件用 {found} 个字节记 {what}；只读取 2、4 和 8。',
    hint: '请用 h5py 重新保存模型。',
  },
  'h5-damaged': { title: 'HDF5 文件已损坏', message: 'HDF5 文件自相矛盾：{reason}。', hint: '请重新复制或下载文件，或重新保存模型。' },
  'h5-unsupported': {
    title: 'HDF5 用到尚不支持的内容',
    message: 'HDF5 文件用到 {what}，暂时无法读取。',
    hint: '请重新保存为 .keras，或用 h5py 不压缩地复制文件。',
  },
  'h5-not-keras': {
    title: 'HDF5 文件中没有 Keras 模型',
    message: '“{file}”是完好的 HDF5 文件，但不是 Keras 模型：其中有 {found}。',
    hint: '请打开由 model.save("model.h5") 或 model.save("model.keras") 生成的文件。',
  },
  'h5-external': {
    title: '有一个权重存放在另一个文件中',
    message: '其内容存放在另一个文件中：{target}。只读取所选的文件。',
    hint: '请用 model.save("model.keras") 重新保存，使一切都在一个文件中。',
  },
  'h5-virtual': {
    title: '有一个权重存放在别处',
    message: '此数据集是虚拟的：其数字存放在其他数据集或文件中。',
    hint: '请用 model.save("model.keras") 重新保存，使一切都在一个文件中。',
  },
  'h5-soft-link': {
    title: '权重的位置上是一个链接',
    message: '应为对象之处是软链接：{chain}。不会跟随链接。',
    hint: '请用 model.save("model.keras") 重新保存；Keras 不写链接。',
  },
  'h5-depth': { title: 'HDF5 的组嵌套太深', message: '组的嵌套超过 {limit} 层。', hint: 'Keras 文件不会这么深：请重新保存模型。' },
  'h5-too-many': {
    title: 'HDF5 的对象太多',
    message: 'HDF5 文件含有超过 {limit} 个对象。',
    hint: 'Keras 模型不会这么大：请重新保存模型。',
  },
  'h5-too-big': {
    title: '数据集太大',
    message: '它声明 {declared}，存有 {stored}；最多读取 {limit}，且不超过所存大小的 200 倍。',
    hint: '若大小无误，则此模型对本程序太大；否则请重新保存。',
  },
  'h5-shape': { title: '数据集的形状不可能', message: '其形状 {shape} 不可能。', hint: '文件已损坏或意在误导：请重新保存模型。' },
  'h5-dtype': { title: '数据集不是权重', message: '它含有 {found}；权重应为浮点数或整数。', hint: '请用 float32 权重重新保存模型。' },
  'h5-attr': { title: '属性无法使用', message: '该属性无法使用：{reason}。', hint: '请用 model.save 重新保存模型。' },
  'h5-missing-weight': {
    title: '列出的权重不存在',
    message: '文件列出了权重“{weight}”，而 {reason}。',
    hint: '保存曾中断或文件被编辑过：请重新保存模型。',
  },
};
