/** Titles of what goes wrong with formats that carry weights between programs. */
export const enExchangeErrorTitles: Readonly<Record<string, string>> = {
  'pytorch-projection': 'The LSTM has a projection',
};
