/** 一个错误的中文：标题、情况、办法。 */
export interface ErrorTemplate {
  readonly title: string;
  readonly message: string;
  readonly hint: string;
}

/** 每个错误代码的中文文字，{places} 与核心的英文相同。 */
export const zhCNErrors: Readonly<Record<string, ErrorTemplate>> = {};
