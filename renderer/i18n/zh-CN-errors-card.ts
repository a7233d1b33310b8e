import type { ErrorTemplate } from './zh-CN-errors.ts';

/** 展示模型时的提示。 */
export const zhCNCardErrors: Readonly<Record<string, ErrorTemplate>> = {
  'numbers-left-out': {
    title: '没有计算哈希和统计',
    message: '模型有 {found}：哈希和权重统计只计算到 {limit}，此处为 null。',
    hint: '在应用中打开，模型卡片会按需计算；或用 sha256sum 计算哈希。',
  },
};
