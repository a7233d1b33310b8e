/** 各信号的名称，以及指向其字母时显示的一句话。 */
export const zhCNSignals = {
  'signal.x.name': '输入',
  'signal.x.sentence': '输入：模型在这一步读入的数，每个特征一个。',
  'signal.i.name': '输入门',
  'signal.i.sentence': '输入门：这一步把多少候选值写入细胞；0 表示不写，1 表示全部写入。',
  'signal.f.name': '遗忘门',
  'signal.f.sentence': '遗忘门：上一步的细胞状态保留多少；0 表示清除，1 表示全部保留。',
  'signal.g.name': '候选值',
  'signal.g.sentence': '候选值：可能写入细胞的新内容，尚未经输入门加权。',
  'signal.o.name': '输出门',
  'signal.o.sentence': '输出门：这一步细胞有多少显露在外；0 表示隐藏，1 表示全部显露。',
  'signal.c.name': '细胞状态',
  'signal.c.sentence': '细胞状态：单元的记忆，等于遗忘门保留的部分加上输入门写入的部分。',
  'signal.h.name': '隐藏状态',
  'signal.h.sentence': '隐藏状态：单元传给下一步和下一层的值，等于压缩后的细胞状态乘以输出门。',
  'signal.y.name': '输出',
  'signal.y.sentence': '输出：模型在这一步给出的结果。',
} as const;
