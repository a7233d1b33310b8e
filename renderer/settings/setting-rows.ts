import type { AnswerInput, InnerSettings, LayerCard, ModelCard, Phrase, Question, Setting } from '../../core/session/index.ts';

/** One setting as the table shows it. */
export interface SettingRow {
  /** `lstm.activation`; `keras` for the version that wrote the file. */
  readonly id: string;
  /** Keras' name of it: `activation`, `forward.activation` inside a wrapper, `class`. */
  readonly name: string;
  readonly layer: string;
  readonly value: AnswerInput;
  /** What the table prints of a value that is no plain one: a list, an object. */
  readonly text: string;
  readonly from: Setting['from'];
  readonly note: Phrase | null;
  /** What may be chosen; null where the value is typed or only shown. */
  readonly choices: readonly AnswerInput[] | null;
  readonly question: Question | null;
  /** What Keras 3 takes, where the file leaves it to an older release; null elsewhere. */
  readonly newest: string | null;
}

/** The settings of one layer: what the file, the shapes or a question decide, and the version's defaults apart. */
export interface SettingGroup {
  readonly layer: string;
  readonly rows: readonly SettingRow[];
  readonly defaults: readonly SettingRow[];
}

/** Every setting of a model, layer by layer; questions about no setting of a layer (its class, the version) stand first. */
export function settingGroups(model: ModelCard): readonly SettingGroup[] {
  const questions = new Map(model.questions.map((question) => [question.id, question]));
  const groups = model.layers.map((layer) => groupOf(layer, questions));
  const placed = new Set(groups.flatMap(({ rows }) => rows.map((row) => row.id)));
  const loose = model.questions.filter(({ id }) => !placed.has(id)).map((question) => looseRow(question, model));
  const ofModel = loose.length > 0 ? [{ layer: '', rows: loose, defaults: [] }] : [];
  return [...ofModel, ...groups.filter(({ rows, defaults }) => rows.length + defaults.length > 0)];
}

function groupOf(layer: LayerCard, questions: ReadonlyMap<string, Question>): SettingGroup {
  const classQuestion = questions.get(`${layer.name}.class`) ?? null;
  const first = classQuestion ? [rowOf(layer, layer.name, 'class', { value: layer.class, from: 'inferred', note: null }, questions)] : [];
  const rows = [...first, ...rowsOf(layer, { class: layer.class, name: layer.name, settings: layer.settings }, questions)];
  // A row keeps its place when it is answered: where it stands depends on the file alone.
  const isOpen = (row: SettingRow): boolean => row.question !== null || row.from !== 'default' || row.newest !== null;
  const decided = rows.filter((row) => isOpen(row) && row.question === null);
  return {
    layer: layer.name,
    rows: [...decided, ...rows.filter((row) => row.question !== null)],
    defaults: rows.filter((row) => !isOpen(row)),
  };
}

/** Settings of a layer, then those of the layers that it wraps. */
function rowsOf(layer: LayerCard, of: InnerSettings, questions: ReadonlyMap<string, Question>): SettingRow[] {
  return Object.entries(of.settings).flatMap(([name, setting]) => {
    const parts = (Array.isArray(setting.value) ? setting.value : [setting.value]) as unknown[]; // as: an array or made one
    const inner = parts.filter(isInner);
    if (inner.length === 0) return [rowOf(layer, of.name, name, setting, questions)];
    return inner.flatMap((part, index) => {
      // The core names a wrapped layer by its part (`bidirectional/forward`); ids that have choices tell which part this is.
      const own = partName(layer, of.name, part, name, inner.length > 1 ? String(index) : null);
      return rowsOf(layer, { ...part, name: own }, questions);
    });
  });
}

function partName(layer: LayerCard, wrapper: string, part: InnerSettings, setting: string, index: string | null): string {
  const names = index !== null ? [index] : setting === 'backward_layer' ? ['backward'] : setting === 'layer' ? ['forward'] : [];
  const candidates = [...names.map((name) => `${wrapper}/${name}`), wrapper];
  const keys = Object.keys(part.settings);
  return candidates.find((name) => keys.some((key) => `${name}.${key}` in layer.choices)) ?? wrapper;
}

function isInner(value: unknown): value is InnerSettings {
  return typeof value === 'object' && value !== null && 'class' in value && 'settings' in value;
}

function rowOf(layer: LayerCard, owner: string, name: string, setting: Setting, questions: ReadonlyMap<string, Question>): SettingRow {
  const id = `${owner}.${name}`;
  const question = questions.get(id) ?? null;
  const offered = [...new Set([...((question?.choices ?? []) as AnswerInput[]), ...(layer.choices[id] ?? [])])]; // as: choices are plain
  const isPlain = setting.value === null || typeof setting.value !== 'object';
  const value = isPlain ? (setting.value as AnswerInput) : null; // as: tested
  const label = owner === layer.name ? name : `${owner.slice(layer.name.length + 1)}.${name}`;
  return {
    id,
    name: label,
    layer: layer.name,
    value,
    text: valueText(setting.value),
    from: setting.from,
    note: setting.note,
    choices: isPlain && offered.length > 1 ? (offered.includes(value) ? offered : [value, ...offered]) : null,
    question,
    newest: layer.leftToVersion[id] ?? null,
  };
}

function looseRow(question: Question, model: ModelCard): SettingRow {
  const value = (question.id === 'keras' ? (model.producer.version ?? question.likely) : question.likely) as AnswerInput; // as: choices are plain
  const offered = question.choices as readonly AnswerInput[]; // as: see above
  return {
    id: question.id,
    name: question.id,
    layer: '',
    value,
    text: valueText(value),
    from: question.answered ? 'user' : 'inferred',
    note: null,
    choices: offered.includes(value) ? offered : [value, ...offered],
    question,
    newest: null,
  };
}

/** A value as Keras' configuration writes it. */
export function valueText(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
