/** 为无法运行的层提供的输出。 */
export const zhCNBrought = {
  'brought.how': '要看到 y，请提供该层的输出，形状为 {shape} 的数组。',
  'brought.bring': '提供它的输出…',
  'brought.busy': '正在读取输出',
  'brought.layer': '输出由外部提供',
  'brought.title': '已提供 {layer} 的输出',
  'brought.text': '它之后的一切由此计算。它只属于当前序列。',
  'brought.away': '移除',
} as const;
