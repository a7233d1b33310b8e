// Over 400 lines: one method for each request of the protocol. What a request does stands in the rooms; here is what is open and what else has to
// go when a part of it changes, and that hangs together.
import { ModelError, ProtocolError, RunError, refuse } from '../errors/index.ts';
import { activationOf, type Precision } from '../layers/index.ts';
import {
  type AnswerInput,
  type Answers,
  answerValue,
  buildModel,
  isStructure,
  layerNamed,
  maskValueOf,
  type Model,
  outputName,
  withWeight,
} from '../model/index.ts';
import {
  type ByteSource,
  bufferSource,
  inspectFiles,
  openModelFiles,
  openStructure,
  readArrays,
  readArrayText,
  readSequence,
  readSequenceText,
  type WeightFile,
} from '../read/index.ts';
import type { Tensor } from '../tensor/index.ts';
import type { Trace, WindowQuery } from '../trace/index.ts';
import { arrayText, explainUnit, type HandCalculation, seriesView, type SeriesView } from '../view/index.ts';
import { saveWeights, slug, type WeightFormat, writeDocument, zipFolder } from '../write/index.ts';
import { type Brought, bringOutputs, broughtArrays, broughtShapes, orUnfit } from './bring-output.ts';
import { modelCard } from './cards.ts';
import { certify } from './certificate.ts';
import { type CheckResult, checkTrace, type Tolerance } from './check.ts';
import { checkedByPairs } from './check-pairs.ts';
import { type Edit, withEdits } from './edits.ts';
import { EXAMPLES, exampleFile } from './examples/index.ts';
import { sha256Of } from './hash.ts';
import { type GuessResult, guessSettings } from './guess.ts';
import { fitsModel, type Inputs, inputsFromFiles, inputsFromSequence, requireFeatures } from './inputs.ts';
import { knownPairs } from './known-pairs.ts';
import { newLayerFile, pulseSequence } from './new-layer.ts';
import type { Progress } from './progress.ts';
import type {
  ActivationCurve,
  CarriedStates,
  ExampleCard,
  Inspection,
  LabCard,
  ModelCard,
  RequestBody,
  RunCard,
  SavedFile,
  SaveRequest,
  WeightStatistics,
  WeightValues,
} from './protocol.ts';
import type { Ran } from './ran.ts';
import { rebuildFiles } from './rebuild.ts';
import { recordRun } from './record-run.ts';
import { runWarnings } from './run-warnings.ts';
import { splitFiles } from './split-files.ts';
import { requireSamples, startOf, statesByLayer, statesOf } from './states.ts';
import { structureOf } from './structure.ts';
import { type TriedAnswer, tryAnswers } from './try-answers.ts';
import { layerStatistics } from './weight-stats.ts';

/** Most bytes of exact values that go to a screen in one reply. */
const VALUES_BYTES_LIMIT = 2 << 20;
const CURVE_POINTS = 101;

interface Opened {
  readonly file: WeightFile;
  /** The files of the model, for their hashes. */
  readonly sources: readonly ByteSource[];
  /** What the user said of settings that the file leaves open, or says otherwise. */
  readonly answers: Answers;
  /** In the order in which they were typed. */
  readonly edits: readonly Edit[];
  /** Outputs of layers that cannot run, for the sequence that is open. */
  readonly brought: Brought;
  readonly model: Model;
  readonly about: Pick<ModelCard, 'title' | 'example' | 'files' | 'edited' | 'pairs'>;
}

/** All that one window or one command holds: a model, a sequence, the trace of the last run. Every room is called from here. */
export class Lab {
  #opened: Opened | null = null;
  #inputs: Inputs | null = null;
  #states = new Map<string, readonly Tensor[]>();
  /** States that stateful layers have from a former run. */
  #carried = new Map<string, readonly Tensor[]>();
  #ran: Ran | null = null;

  get trace(): Trace | null {
    return this.#ran?.trace ?? null;
  }

  /** @throws `no-model` */
  get card(): LabCard {
    const { model, about } = this.#current();
    const carried = [...this.#carried].map(([layer, states]) => ({ layer, states }));
    return { model: modelCard(model, about), sequence: this.#inputs?.card ?? null, carried };
  }

  examples(): readonly ExampleCard[] {
    return EXAMPLES.map(({ name, title, story, sequences }) => ({
      name,
      title,
      story,
      sequences: sequences.map((sequence) => sequence.name),
    }));
  }

  /** Opens a model file, or the files that belong together; a sequence among them becomes the input. A refusal leaves all as it was. */
  open(sources: readonly ByteSource[]): LabCard {
    const { models, sequences } = splitFiles(sources);
    const file = openModelFiles(models);
    const { model, pairs } = checkedByPairs(buildModel(file));
    const inputs = sequences.length > 0 ? inputsFromFiles(model, sequences) : null;
    const title = models.map((source) => source.name).join(' + ');
    return this.#replace({ ...UNTOUCHED, file, sources: models, model, about: { ...aboutOf(title, models), pairs } }, inputs);
  }

  /** Opens the layers, settings and shapes that refused files still tell, without any weights. @throws `structure-none`, ModelError */
  openStructure(sources: readonly ByteSource[]): LabCard {
    const { models } = splitFiles(sources);
    const file = openStructure(models);
    const title = models.map((source) => source.name).join(' + ');
    return this.#replace({ ...UNTOUCHED, file, sources: models, model: buildModel(file), about: aboutOf(title, models) }, null);
  }

  /** Opens a built-in example with one of its sequences. @throws `example-unknown` */
  example(name: string, sequence?: string): LabCard {
    const example = EXAMPLES.find((candidate) => candidate.name === name);
    if (!example)
      return refuse(ProtocolError, 'example-unknown', null, { name, known: EXAMPLES.map((candidate) => candidate.name).join(', ') });
    const chosen = sequence === undefined ? example.sequences[0] : example.sequences.find((candidate) => candidate.name === sequence);
    if (!chosen)
      return refuse(ProtocolError, 'example-unknown', name, {
        name: sequence ?? '',
        known: example.sequences.map((each) => each.name).join(', '),
      });
    const source = bufferSource(example.model, exampleFile(example.model));
    const file = openModelFiles([source]);
    const model = buildModel(file);
    const read = readSequence(bufferSource(chosen.file, exampleFile(chosen.file)));
    const inputs = inputsFromSequence(model, chosen.columns ? { ...read, names: chosen.columns } : read, chosen.name);
    const about = { ...aboutOf(example.title, [source]), example: name };
    return this.#replace({ ...UNTOUCHED, file, sources: [source], model, about }, inputs);
  }

  /** A fresh layer, with a first sequence so that it shows something at once. */
  newLayer(body: RequestBody<'newLayer'>): LabCard {
    const file = newLayerFile(body);
    const model = buildModel(file);
    const title = `New ${body.className}(${String(body.settings['units'])})`;
    return this.#replace(
      { ...UNTOUCHED, file, sources: [], model, about: aboutOf(title, []) },
      inputsFromSequence(model, pulseSequence(body.features), 'pulses'),
    );
  }

  /** Every array of a layer, as stored and as `get_weights()` prints it. @throws `layer-unknown`, `structure-only` */
  weights(layerName: string): readonly WeightValues[] {
    const { model } = this.#whole();
    const layer = layerNamed(model, layerName);
    const gates = this.#gatesOf(layerName);
    return [...layer.weights].map(([name, stored]) => {
      const tensor = stored.load();
      const values = tensor.data instanceof Float32Array ? tensor.data.slice() : Float64Array.from(tensor.data);
      return {
        name,
        shape: tensor.shape,
        gates: gates(name),
        values,
        text: arrayText(tensor),
      };
    });
  }

  /** Statistics of every array of a layer, read for it. Yields between pieces. @throws `no-model`, `layer-unknown`, `structure-only` */
  weightStats(layerName: string): Generator<Progress, readonly WeightStatistics[], void> {
    return layerStatistics(layerNamed(this.#whole().model, layerName), this.#gatesOf(layerName));
  }

  /** SHA-256 of the model's files, read for it. Yields between pieces. @throws `no-model` */
  fileHashes(): Generator<Progress, readonly string[], void> {
    return sha256Of(this.#current().sources);
  }

  /** What stands in each file, as far as it can be read, and what it tells of its layers; nothing of what is open changes. */
  inspect(sources: readonly ByteSource[]): Inspection {
    return { trees: inspectFiles(sources), structure: structureOf(sources) };
  }

  /** Activations as the open model's version defines them. @throws `activation-unknown` */
  curves(names: readonly string[]): readonly ActivationCurve[] {
    const { producer } = this.#current().model;
    return names.map((name) => {
      const activation = activationOf(name, producer, name);
      return { name, values: Array.from({ length: CURVE_POINTS }, (_, point) => activation.at((10 * point) / (CURVE_POINTS - 1) - 5)) };
    });
  }

  /** `set_weights` for one array that was typed or pasted. @throws `array-text`, `shape-mismatch` */
  setWeights(layer: string, weight: string, text: string): LabCard {
    const opened = this.#whole();
    const edit = { layer, weight, values: readArrayText(text) };
    const model = withWeight(opened.model, layer, weight, edit.values);
    this.#opened = { ...opened, model, edits: [...opened.edits, edit], about: { ...opened.about, edited: true, pairs: null } };
    return this.card;
  }

  /**
   * The outputs of a layer that cannot run, for the sequence that is open: what lies behind it runs from there. Null takes them away. The trace
   * is gone; a refusal leaves all as it was. @throws as `bringOutputs`, `input-missing`
   */
  bringOutput(layer: string, sources: readonly ByteSource[] | null): LabCard {
    const opened = this.#whole();
    const others = new Map([...opened.brought].filter(([name]) => name !== layer));
    const without = { ...opened, ...this.#builtWith(opened, others) };
    if (sources === null) {
      this.#opened = without;
    } else {
      const samples = [...this.#fed().tensors.values()][0]?.shape[0] ?? 1;
      const arrays = bringOutputs(without.model, layer, sources, samples);
      const brought = new Map(others).set(layer, arrays);
      this.#opened = { ...without, ...orUnfit(layer, arrays, () => this.#builtWith(without, brought)) };
    }
    this.#ran = null;
    return this.card;
  }

  /** `columns`: only these of a table, by name, in this order. */
  setSequenceFiles(sources: readonly ByteSource[], columns: readonly string[] | null = null): LabCard {
    return this.#feed(inputsFromFiles(this.#current().model, sources, columns));
  }

  setSequenceText(text: string, columns: readonly string[] | null = null): LabCard {
    return this.#feed(inputsFromSequence(this.#current().model, readSequenceText(text, 'typed', columns), 'typed'));
  }

  /** Stateful layers start where the last run left them: state i of a layer for sample i of the sequence. */
  carryOn(): LabCard {
    this.#carried = new Map(this.#ran?.trace.lastStates ?? []);
    return this.card;
  }

  /** Stateful layers start from these states; none at all for zeros. @throws `layer-unknown` */
  carry(states: readonly CarriedStates[]): LabCard {
    const { model } = this.#current();
    this.#carried = new Map(states.map(({ layer, states: own }) => [layerNamed(model, layer).name, own]));
    return this.card;
  }

  /** Initial states by the names `LAYER/STATE` of a trace (`lstm/h`, `bidirectional/forward/c`, `rnn/0/h`), each (samples, units). */
  setStateFile(source: ByteSource): LabCard {
    const { model } = this.#current();
    const starts = [...statesByLayer(model, readArrays(source))].map(([layer, given]) => [layer, startOf(model, layer, given)] as const);
    for (const [layer, start] of starts) this.#setStart(layer, start);
    return this.card;
  }

  /** One state for every sample; those that are left out are zeros. */
  setState({ layer, states }: RequestBody<'setState'>): LabCard {
    const samples = this.#inputs ? samplesOf(this.#inputs) : 1;
    const given = Object.entries(states).map(([name, row]): [string, Tensor] => {
      const data = Float64Array.from({ length: samples * row.length }, (_, index) => row[index % row.length] ?? 0);
      return [name, { shape: [samples, row.length], data }];
    });
    this.#setStart(layer, startOf(this.#current().model, layer, new Map(given)));
    return this.card;
  }

  /**
   * Settles a question, or any setting of a layer, and builds the model again: the sequence stays if it still fits, typed weights are put
   * back, the trace is gone. A refusal leaves all as it was. @throws `answer-unknown`, `answer-value`, ModelError
   */
  answer(id: string, value: AnswerInput): LabCard {
    const { file, sources, model: before, edits, about, brought, ...opened } = this.#current();
    const answers = new Map(opened.answers).set(id, answerValue(before, id, value));
    const built = buildModel(file, answers, broughtShapes(before, brought));
    const { model: edited, kept } = withEdits(built, edits);
    // Typed weights are not those that the pairs were made with.
    const { model, pairs } = kept.length > 0 ? { model: edited, pairs: null } : checkedByPairs(edited);
    this.#opened = { file, sources, answers, edits: kept, brought, model, about: { ...about, edited: kept.length > 0, pairs } };
    if (this.#inputs && !fitsModel(this.#inputs, model)) this.#inputs = null;
    const widths = (of: Model, name: string): string => (of.named.has(name) ? JSON.stringify(statesOf(of, name)) : '');
    const isSame = ([name]: readonly [string, unknown]): boolean => widths(model, name) === widths(before, name);
    this.#states = new Map([...this.#states].filter(isSame));
    this.#carried = new Map([...this.#carried].filter(isSame));
    this.#ran = null;
    return this.card;
  }

  /** Runs the sequence through the model and keeps every gate. Yields about every 16 ms. @throws `no-model`, `structure-only`, RunError */
  *run(precision: Precision): Generator<{ readonly done: number; readonly of: number }, RunCard, 'go' | 'stop'> {
    const { model, about, answers, sources, ...opened } = this.#whole();
    const inputs = this.#fed();
    requireSamples(this.#carried, samplesOf(inputs));
    const [states, carried] = [new Map(this.#states), new Map(this.#carried)];
    const brought = broughtArrays(model, opened.brought);
    const trace = yield* recordRun({ model, inputs: inputs.tensors, states, carried, precision, brought }, inputs.lengths);
    if (trace.summary.stoppedAt !== null) refuse(RunError, 'cancelled', null);
    const lengths = new Map([...inputs.lengths].filter(([name]) => maskValueOf(model, name) === null));
    this.#ran = { trace, model, about, answers, sources, lengths, states: new Map([...states, ...carried]), brought, check: null };
    return {
      ...trace.summary,
      arrays: [...trace.arrays].map(([name, shape]) => ({ name, shape })),
      keptBytes: trace.keptBytes,
      warnings: runWarnings(model, inputs),
    };
  }

  /** Which settings explain a known output of the sequence. Yields between pieces. @throws as `guessSettings` */
  guess(
    expected: ReadonlyMap<string, Tensor>,
    tolerance: number,
    sample: number | null = null,
  ): Generator<Progress, GuessResult, 'go' | 'stop'> {
    const { file, answers, edits, model, ...opened } = this.#current();
    const shapes = broughtShapes(model, opened.brought);
    const rebuild = (more: Answers): Model => withEdits(buildModel(file, new Map([...answers, ...more]), shapes), edits).model;
    const { tensors: inputs, lengths } = this.#fed();
    const states = new Map([...this.#states, ...this.#carried]);
    const brought = broughtArrays(model, opened.brought);
    return guessSettings({ model, rebuild, inputs, states, lengths, brought }, expected, tolerance, sample);
  }

  /** How far the outputs of the last run would move if a setting were answered otherwise. Yields between pieces. @throws `not-run`, `cancelled` */
  tryAnswers(id: string, values: readonly AnswerInput[]): Generator<Progress, readonly TriedAnswer[], 'go' | 'stop'> {
    const opened = this.#whole();
    const { model, trace, states, brought } = this.#finished();
    const { tensors: inputs, lengths } = this.#fed();
    const outputs = model.outputs.map((ref) => outputName(model, ref)).filter((name) => trace.arrays.has(name));
    const expected = new Map(outputs.map((name) => [name, { shape: trace.arrays.get(name) ?? [], data: trace.whole(name) }]));
    const { precision } = trace.summary;
    const pairs = knownPairs(model, { inputs, states, lengths, brought }, expected, null).map((pair) => ({ ...pair, precision }));
    const rebuild = (value: AnswerInput): Model => {
      const answers = new Map(opened.answers).set(id, answerValue(opened.model, id, value));
      return this.#builtWith({ ...opened, answers }, opened.brought).model;
    };
    return tryAnswers(values, rebuild, pairs);
  }

  /** Compares the last run with reference arrays, and remembers it for the certificate. @throws `not-run`, `expected-shape`, `selection-outside` */
  check(expected: ReadonlyMap<string, Tensor>, tolerance: Tolerance, sample: number | null = null): CheckResult {
    const ran = this.#finished();
    const layers = new Set(ran.model.layers.flatMap(({ calls }) => calls.map(({ name }) => name)));
    const { absolute, relative } = tolerance;
    const result = checkTrace(ran.trace, expected, { tolerance: { absolute, relative }, sample, layers });
    this.#ran = { ...ran, check: { result, expected } };
    return result;
  }

  /** A file of what is open or was run. Yields between pieces. @throws `no-model`, `not-run`, `weights-none`, `export-too-large` */
  *save(request: SaveRequest, date: Date): Generator<Progress, SavedFile, void> {
    switch (request.what) {
      case 'weights':
        return this.saveWeights(request.format);
      case 'certificate':
        return yield* this.certificate(date);
      case 'rebuild':
        return zipFolder(`${slug(this.#finished().about.title)}-rebuild`, yield* this.rebuild(date));
    }
  }

  /** What the last run was made of and what it equals, as JSON. Yields between pieces. @throws `not-run` */
  *certificate(date: Date): Generator<Progress, SavedFile, void> {
    const ran = this.#finished();
    const certificate = yield* certify(ran, date);
    return { name: `${slug(ran.about.title)}.certificate.json`, bytes: writeDocument(certificate) };
  }

  /** The files of a folder that makes the last run again in Keras. Yields between pieces. @throws `not-run`, `export-too-large` */
  rebuild(date: Date): Generator<Progress, readonly SavedFile[], void> {
    return rebuildFiles(this.#finished(), date);
  }

  /** The weights as they are now, typed ones included. @throws `no-model`, `weights-none`, `export-too-large` */
  saveWeights(format: WeightFormat): SavedFile {
    const { model, about } = this.#whole();
    return { name: `${slug(about.title)}.${format}`, bytes: saveWeights(model, format) };
  }

  series(window: WindowQuery, pixels: number): SeriesView {
    return seriesView(this.#finished().trace, window, pixels);
  }

  /** @throws `values-too-many` */
  values(window: WindowQuery): Float32Array | Float64Array {
    const units = window.units === 'all' ? 1 : window.units.length;
    const bytes = units * Math.max(0, window.to - window.from) * 8;
    if (bytes > VALUES_BYTES_LIMIT) refuse(ProtocolError, 'values-too-many', null, { bytes, limit: VALUES_BYTES_LIMIT });
    return this.#finished().trace.window(window);
  }

  explain(query: RequestBody<'explain'>): HandCalculation {
    return explainUnit(this.#current().model, this.#finished().trace, query);
  }

  #replace(opened: Opened, inputs: Inputs | null): LabCard {
    this.#opened = opened;
    this.#inputs = inputs;
    this.#states = new Map();
    this.#carried = new Map();
    this.#ran = null;
    return this.card;
  }

  /** Takes a sequence only if its features fit, so that a wrong paste leaves the old one. @throws as `requireFeatures` */
  #feed(inputs: Inputs): LabCard {
    const opened = this.#current();
    requireFeatures(inputs, opened.model);
    this.#inputs = inputs;
    this.#carried = new Map();
    // What was brought belongs to the sequence before.
    if (opened.brought.size > 0) this.#opened = { ...opened, ...this.#builtWith(opened, new Map()) };
    return this.card;
  }

  /** The model again, typed weights put back, with other outputs brought. */
  #builtWith({ file, answers, edits, model }: Opened, brought: Brought): Pick<Opened, 'model' | 'edits' | 'brought'> {
    const built = buildModel(file, answers, broughtShapes(model, brought));
    const { model: edited, kept } = withEdits(built, edits);
    return { model: edited, edits: kept, brought };
  }

  #setStart(layer: string, start: readonly Tensor[] | null): void {
    if (start === null) this.#states.delete(layer);
    else this.#states.set(layer, start);
  }

  /** Letters of the column blocks of a layer's arrays. */
  #gatesOf(layerName: string): (weight: string) => readonly string[] | null {
    const card = this.card.model.layers.find((candidate) => candidate.name === layerName);
    return (name) => card?.weights.find((weight) => weight.name === name)?.gates ?? null;
  }

  #current(): Opened {
    return this.#opened ?? refuse(ProtocolError, 'no-model', null);
  }

  /** What is open, with its weights. @throws `structure-only` */
  #whole(): Opened {
    const opened = this.#current();
    const { title } = opened.about;
    return isStructure(opened.model) ? refuse(ModelError, 'structure-only', title, { file: title }) : opened;
  }

  #fed(): Inputs {
    const input = this.#current().model.inputs[0]?.name ?? 'input';
    return this.#inputs ?? refuse(RunError, 'input-missing', null, { input, given: 'none' });
  }

  #finished(): Ran {
    return this.#ran ?? refuse(RunError, 'not-run', null);
  }
}

/** What is said of freshly opened files beside the model itself. */
function aboutOf(title: string, sources: readonly ByteSource[]): Opened['about'] {
  return { title, example: null, files: sources.map(({ name, size }) => ({ name, bytes: size })), edited: false, pairs: null };
}

function samplesOf({ card: { shape, axes } }: Inputs): number {
  return shape[axes.indexOf('samples')] ?? 1;
}

/** Nothing answered, typed or brought yet. */
const UNTOUCHED = { answers: new Map(), edits: [], brought: new Map() } as const satisfies Pick<Opened, 'answers' | 'edits' | 'brought'>;
