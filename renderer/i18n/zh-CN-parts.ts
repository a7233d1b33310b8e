/** 含多个循环部分的层，以及填充步的文字。 */
export const zhCNParts = {
  'part.switch': '{layer} 的各部分',
  'part.forward': '前向',
  'part.backward': '后向',
  'part.cell': '细胞 {index}',
  'part.use': '第 {use} 次使用',
  'part.both': '两者',
  'part.all': '全部',
  'part.backwards': '从最后一步读到第一步；仍画在正向时间轴上',
  'part.choose': '在单元列表和检查器中显示 {part}',
  'part.units': '{units} 个单元',
  'part.oneUnit': '1 个单元',
  'padding.word': '填充',
  'padding.sentence': '填充：这一步不作计算，状态保持不变。',
  'padding.hand': '这一步是填充：掩码表明它不计入。不计算任何门，保留之前的状态。',
  'padding.track': '斜线：填充',
} as const;
