// Over 400 lines: every action here changes the one model, sequence, run and selection of the screen, through one queue; taken apart, the parts
// would hand that private state to each other.
import { getContext, setContext } from 'svelte';
import type {
  CallOptions,
  CarriedStates,
  ExampleCard,
  FileRef,
  FileTree,
  HandCalculation,
  LabCard,
  LabErrorData,
  LayerCard,
  ModelCard,
  PartCard,
  Precision,
  RequestBody,
  RunCard,
  SaveRequest,
  SequenceCard,
} from '../../core/session/index.ts';
import { LabClient, LabError, labErrorData } from '../../core/session/index.ts';
import type { LabHost } from '../host/host.ts';
import { count, t } from '../i18n/index.ts';
import { Theme } from '../theme/theme.svelte.ts';
import { CoreWatch } from './core-watch.ts';
import { type ModelOrigin, type Recipe, replay, requestOrigin, withAnswer, withBrought, withEdit } from './recipe.ts';
import { guessedIds } from './guesses.ts';
import { openFiles } from './open-files.ts';
import { ownerOf, type Place } from './place.ts';
import { isCancelled } from './cancelled.ts';
import { toErrorData } from './error-data.ts';
import { Proof } from './proof.svelte.ts';
import { enteredSamples, enteredTimesteps, timestepsOf } from './timesteps.ts';
import { TimeWindow } from './time-window.svelte.ts';
import { Tried } from './tried.svelte.ts';

export type View = 'start' | 'scope' | 'hand' | 'settings';
export type Dialog = null | 'card' | 'new-layer' | 'weights' | 'sequence' | 'check' | 'export' | 'keys';

/** A request that takes long enough to be told and cancelled; progress 0..1. */
export interface Busy {
  readonly label: string;
  readonly progress: number;
  readonly done: number;
  readonly of: number;
  cancel(): void;
}

/** A core that dies more often than this within the window is left alone. */
const MOST_RESTARTS = 3;
const RESTART_WINDOW_MS = 60_000;
/** A core that reads a file hears nothing; after so long a cancel ends it. */
const CANCEL_PATIENCE_MS = 400;

/** Files that were refused, and what stands in them as far as it could be read. */
export interface Refused {
  readonly title: string;
  readonly files: readonly FileRef[];
  /** How many layers can be shown without weights; null where none, or while it is being read. */
  readonly layers: number | null;
  /** They were read again, and refused for the same reason. */
  readonly isAsBefore: boolean;
  /** null while it is being read, and where it cannot be. */
  readonly trees: readonly FileTree[] | null;
}

/** The screen's state: what the core holds, what is selected, and every action that changes either. */
export class Lab {
  model: ModelCard | null = $state.raw(null);
  sequence: SequenceCard | null = $state.raw(null);
  run: RunCard | null = $state.raw(null);
  /** Where the stateful layers of this run start, where they carry on from the run before; none: from zeros. */
  carried: readonly CarriedStates[] = $state.raw([]);
  /** The next sequence starts where this run ended. */
  carriesOn = $state(false);
  examples: readonly ExampleCard[] = $state.raw([]);
  /** Page-level refusal: a file that could not be opened. */
  error: LabErrorData | null = $state.raw(null);
  /** What the page-level refusal is about. */
  refused: Refused | null = $state.raw(null);
  /** A refusal that leaves the page as it is: shown as a banner. */
  notice: LabErrorData | null = $state.raw(null);
  busy: Busy | null = $state.raw(null);
  /** True while the core gives no sign of life. */
  silent = $state(false);
  /** Counts finished runs; charts ask again when it changes. */
  runId = $state(0);

  layer = $state('');
  /** Path of the selected recurrence of the layer. */
  part = $state('');
  /** Shows every recurrence of the layer in groups, not only the selected one. */
  showsAllParts = $state(false);
  unit = $state(0);
  step = $state(0);
  sample = $state(0);
  view: View = $state('start');
  dialog: Dialog = $state(null);
  precision: Precision = $state('f32');
  /** Step under the pointer; null when it points at no track. */
  hover: number | null = $state(null);
  hiddenSignals: readonly string[] = $state.raw([]);
  showsTable = $state(false);
  announcement = $state('');

  /** Id of the setting that the settings screen explains. */
  setting = $state('');

  readonly proof = new Proof(this);
  readonly tried = new Tried(this);
  readonly window = new TimeWindow();
  readonly theme = new Theme();
  readonly layerCard: LayerCard | null = $derived(this.model?.layers.find((layer) => layer.name === this.layer) ?? null);
  /** The selected recurrence; null for a layer without any. */
  readonly partCard: PartCard | null = $derived(
    this.layerCard?.parts.find(({ path }) => path === this.part) ?? this.layerCard?.parts[0] ?? null,
  );
  /** The recurrences whose tracks are shown. */
  readonly shownParts: readonly PartCard[] = $derived(
    this.showsAllParts ? (this.layerCard?.parts ?? []) : this.partCard ? [this.partCard] : [],
  );
  /** True for a model that has a state to carry on from. */
  readonly isStateful: boolean = $derived(this.model?.layers.some(({ stateful, runs }) => stateful && runs) ?? false);
  /** How many units can be selected. */
  readonly units: number = $derived(this.partCard?.units ?? this.layerCard?.units ?? 0);
  /** Ids of the settings that nothing decides and nobody answered: what runs there is a guess. */
  readonly guessed: ReadonlySet<string> = $derived(guessedIds(this.model));
  /** Timesteps of what is selected: an encoder and its decoder differ. */
  readonly timesteps: number = $derived(this.run ? timestepsOf(this.run, this.layer, this.partCard) : enteredTimesteps(this.sequence));
  readonly samples: number = $derived(this.run?.samples ?? enteredSamples(this.sequence));

  readonly host: LabHost;
  #client: LabClient | null = null;
  #recipe: Recipe | null = null;
  #tail: Promise<unknown> = Promise.resolve();
  readonly #watch: CoreWatch;
  #restartedAt: readonly number[] = [];

  constructor(host: LabHost) {
    this.host = host;
    this.#watch = new CoreWatch({
      silent: (isSilent) => (this.silent = isSilent),
      dead: () => void this.restartCore(),
    });
    host.onStopped?.(() => void this.restartCore());
  }

  get client(): LabClient {
    if (!this.#client) throw new LabError(labErrorData('core-stopped', null));
    return this.#client;
  }

  /** Connects to the core and shows the example that can be checked on paper. */
  async start(): Promise<void> {
    await this.#connect();
    this.examples = await this.client.request('examples', {});
    if (this.model) return;
    await this.openExample('by-hand', undefined, 'start');
    this.selectUnit(1); // the unit whose formulas say most
  }

  /** Opens files, in any order; a refusal becomes `error` or `notice`. */
  openFiles(refs: readonly FileRef[]): Promise<void> {
    return openFiles(this, refs);
  }

  /** The files of one model. @throws LabError */
  openModel(files: readonly FileRef[], only: { readonly structureOnly?: boolean } = {}): Promise<void> {
    return this.#open({ type: 'open', body: { files, ...only } }, t('busy.opening'), 'scope');
  }

  /** The files of the model that is open; none of a built-in example or a fresh layer. */
  get openedFiles(): readonly FileRef[] {
    return this.#recipe?.origin.type === 'open' ? this.#recipe.origin.body.files : [];
  }

  /** Shows the page of a refusal at once, and the tree of the files when the core has looked into them. */
  async refuse(error: LabErrorData, files: readonly FileRef[]): Promise<void> {
    const title = files.map((ref) => this.host.nameOf(ref)).join(' + ');
    const refused = { title, files, trees: null, layers: null, isAsBefore: false };
    this.refused = refused;
    this.error = error;
    this.dialog = null;
    try {
      const { trees, structure } = await this.client.request('inspect', { files });
      if (this.refused === refused) this.refused = { ...refused, trees, layers: structure?.layers ?? null };
    } catch (failure) {
      if (!(failure instanceof LabError)) throw failure; // a file that is gone since: its page stands without a tree
    }
  }

  /** Closes the page of a refusal. */
  dismissError(): void {
    this.error = null;
    this.refused = null;
  }

  /** Opens the settings screen at a setting, or at the first guess. */
  showSettings(id?: string): void {
    this.setting = id ?? [...this.guessed][0] ?? this.setting;
    this.dismissError();
    this.dialog = null;
    this.view = 'settings';
  }

  /** Lets the host choose files and opens them. */
  async chooseFiles(): Promise<void> {
    const refs = await this.host.openFiles();
    if (refs.length > 0) await this.openFiles(refs);
  }

  openExample(name: string, sequence?: string, view: View = 'scope'): Promise<void> {
    const body = sequence === undefined ? { name } : { name, sequence };
    return this.#open({ type: 'example', body }, t('busy.opening'), view);
  }

  newLayer(body: RequestBody<'newLayer'>): Promise<void> {
    return this.#open({ type: 'newLayer', body }, t('busy.making'), 'scope');
  }

  setSequence(body: RequestBody<'setSequence'>): Promise<void> {
    return this.#change(
      (options) => this.client.request('setSequence', { ...body, carriesOn: this.carriesOn && this.isStateful }, options),
      (recipe) => {
        this.proof.forget();
        return recipe ? { ...recipe, sequence: body, brought: [] } : recipe;
      },
      t('busy.sequence'),
      () => (this.notice = null),
    );
  }

  /** Stateful layers forget where the run before ended; the sequence runs again. */
  startFromZeros(): Promise<void> {
    return this.#change(
      (options) => this.client.request('carry', { states: [] }, options),
      (recipe) => recipe,
      t('busy.running'),
    );
  }

  setSequenceText(text: string): Promise<void> {
    return this.setSequence({ source: { kind: 'text', text } });
  }

  setSequenceFiles(files: readonly FileRef[]): Promise<void> {
    return this.setSequence({ source: { kind: 'files', files } });
  }

  setWeights(layer: string, weight: string, text: string): Promise<void> {
    const edit = { layer, weight, text };
    return this.#change(
      (options) => this.client.request('setWeights', edit, options),
      (recipe) => (recipe ? withEdit(recipe, edit) : recipe),
      t('busy.changing'),
    );
  }

  /** Settles a setting by its id, and runs again with it. */
  answer(id: string, value: RequestBody<'answer'>['value']): Promise<void> {
    const body = { id, value };
    let keepsSequence = true;
    return this.#change(
      async (options) => {
        const card = await this.client.request('answer', body, options);
        keepsSequence = card.sequence !== null; // another class of layer may take other inputs
        return card;
      },
      (recipe) => (recipe ? { ...withAnswer(recipe, body), ...(!keepsSequence && { sequence: null, brought: [] }) } : recipe),
      t('busy.changing'),
    );
  }

  /** What a layer that cannot run would return for this sequence; null takes it away. Runs again with it. @throws LabError */
  bringOutput(layer: string, files: readonly FileRef[] | null): Promise<void> {
    const body = { layer, files };
    return this.#change(
      (options) => this.client.request('bringOutput', body, options),
      (recipe) => (recipe ? withBrought(recipe, body) : recipe),
      t('brought.busy'),
      () => (this.notice = null),
    );
  }

  /** Saves weights with what was typed, the certificate of the run or what remakes it, where the user wants it; true once it is there. */
  async save(request: SaveRequest): Promise<boolean> {
    const file = await this.work(t('proof.writing'), (options) => this.client.request('save', request, options));
    return this.host.saveFile(file);
  }

  setPrecision(precision: Precision): Promise<void> {
    return this.#queued(async () => {
      if (!this.model || !this.sequence) {
        this.precision = precision;
        return;
      }
      await this.#withBusy(t('busy.running'), (options) => this.#runNow(precision, options));
    });
  }

  /** Runs again, for example after a run that was cancelled. */
  rerun(): Promise<void> {
    return this.setPrecision(this.precision);
  }

  /** One long question to the core, after the changes before it: told, and cancellable. */
  work<T>(label: string, question: (options: CallOptions) => Promise<T>): Promise<T> {
    return this.#queued(() => this.#withBusy(label, question));
  }

  /** The selected unit at the selected step, written out. */
  explain(): Promise<HandCalculation> {
    return this.client.request('explain', {
      layer: this.partCard?.path ?? this.layer,
      sample: this.sample,
      unit: this.unit,
      timestep: this.step,
    });
  }

  /** Says a sentence in the polite live region. */
  announce(text: string): void {
    this.announcement = text;
  }

  /** Waits for an action and shows its refusal as a banner. */
  async tell(action: Promise<unknown>): Promise<void> {
    try {
      await action;
    } catch (error) {
      if (!isCancelled(error)) this.notice = toErrorData(error);
    }
  }

  selectLayer(name: string): void {
    this.layer = name;
    this.part = this.partCard?.path ?? '';
    this.unit = 0;
    this.#followTime();
  }

  /** Another recurrence of the layer; the unit stays where it has one of that number. */
  selectPart(path: string): void {
    this.part = path;
    this.selectUnit(this.unit);
    this.#followTime();
  }

  /** Takes the time axis of what is selected. */
  #followTime(): void {
    if (!this.run) return;
    this.window.setTimesteps(this.timesteps);
    this.step = Math.max(0, Math.min(this.timesteps - 1, this.step));
  }

  /** Selects a number of the trace, wherever it is. */
  goTo({ array, sample, timestep, unit }: Place): void {
    const owner = this.model && ownerOf(this.model, array);
    if (owner) this.selectLayer(owner.layer);
    if (owner?.part) this.selectPart(owner.part);
    // Both directions together give more units than either has: which of them it is stays open.
    if (owner?.part || (this.layerCard?.parts.length ?? 0) < 2) this.selectUnit(unit);
    this.selectSample(sample);
    this.selectStep(timestep ?? this.timesteps - 1);
  }

  selectUnit(unit: number): void {
    if (this.units > 0) this.unit = Math.max(0, Math.min(this.units - 1, unit));
  }

  selectStep(step: number): void {
    this.step = Math.max(0, Math.min(this.timesteps - 1, step));
    this.window.show(this.step);
  }

  selectSample(sample: number): void {
    this.sample = Math.max(0, Math.min(this.samples - 1, sample));
  }

  toggleSignal(name: string): void {
    const hidden = this.hiddenSignals;
    this.hiddenSignals = hidden.includes(name) ? hidden.filter((other) => other !== name) : [...hidden, name];
  }

  /** Ends a core that hangs or died, starts a fresh one and brings it to where the last one was. */
  async restartCore(): Promise<void> {
    await this.host.stop();
    this.#client?.abandon();
    const now = performance.now();
    this.#restartedAt = [...this.#restartedAt.filter((at) => now - at < RESTART_WINDOW_MS), now];
    if (this.#restartedAt.length > MOST_RESTARTS) {
      this.notice = labErrorData('internal', null, { reason: 'the core stops again and again' });
      return;
    }
    await this.#resume();
    this.notice ??= labErrorData('core-stopped', null);
  }

  /** Ends a core that does not hear a cancel because it reads a file in one go; the one after it starts where the last change ended. */
  async #cancelHard(): Promise<void> {
    await this.host.stop();
    this.#client?.abandon(labErrorData('cancelled', null));
    await this.#resume();
  }

  /** Brings a fresh core to where the last one was. */
  #resume(): Promise<void> {
    return this.tell(
      this.#queued(async () => {
        await this.#connect();
        if (this.examples.length === 0) this.examples = await this.client.request('examples', {});
        if (this.#recipe) await replay(this.client, this.#recipe);
        if (this.model && this.sequence) await this.#runNow(this.precision, {});
      }),
    );
  }

  async #connect(): Promise<void> {
    const client = new LabClient(await this.host.connect());
    this.#client = client;
    this.#watch.follow(client);
  }

  #open(origin: ModelOrigin, label: string, view: View): Promise<void> {
    return this.#change(
      (options) => requestOrigin(this.client, origin, options),
      () => {
        this.proof.forget();
        return { origin, answers: [], edits: [], sequence: null, brought: [], carried: [] };
      },
      label,
      () => {
        this.dismissError();
        this.notice = null;
        this.carriesOn = false;
        this.view = view;
        this.dialog = null;
        if (this.guessed.size > 0) this.showSettings(); // what is not in the file is asked before anything is read off
      },
    );
  }

  /** One change of what the core holds and the run after it. When the run is refused, the core is taken back to the old recipe. */
  #change(
    ask: (options: CallOptions) => Promise<LabCard>,
    next: (recipe: Recipe | null) => Recipe | null,
    label: string,
    done: () => void = () => undefined,
  ): Promise<void> {
    return this.#queued(() =>
      this.#withBusy(label, async (options) => {
        const card = await ask(options);
        if (options.signal?.aborted) {
          if (this.#recipe) await replay(this.client, this.#recipe); // it was done before the cancel arrived
          throw new LabError(labErrorData('cancelled', null));
        }
        if (this.busy) this.busy = { ...this.busy, label: t('busy.running'), progress: 0, of: 0 };
        let run: RunCard | null = null;
        let cancelled: LabError | null = null;
        try {
          if (card.sequence) run = await this.#requestRun(this.precision, options);
        } catch (error) {
          if (!isCancelled(error)) {
            if (this.#recipe) await replay(this.client, this.#recipe);
            if (this.#recipe && this.sequence) await this.#requestRun(this.precision);
            throw error;
          }
          cancelled = error; // the change itself holds; only its run is missing
        }
        const recipe = next(this.#recipe);
        this.#recipe = recipe && { ...recipe, carried: card.carried };
        this.#show(card, run);
        done();
        if (cancelled) throw cancelled;
      }),
    );
  }

  #show(card: LabCard, run: RunCard | null): void {
    const isOther =
      this.model === null || !card.model.layers.some((layer) => layer.name === this.layer) || card.model.title !== this.model.title;
    this.model = card.model;
    this.sequence = card.sequence;
    this.carried = card.carried;
    if (isOther) this.#selectFirst(card.model);
    this.selectUnit(this.unit);
    this.#takeRun(run);
  }

  #selectFirst(model: ModelCard): void {
    const first =
      model.layers.find((layer) => layer.runs && layer.parts.length > 0) ??
      model.layers.find((layer) => layer.weights.some(({ gates }) => gates !== null)) ??
      model.layers.find((layer) => layer.runs) ??
      model.layers[0];
    this.selectLayer(first?.name ?? '');
    this.step = 0;
    this.sample = 0;
    this.hiddenSignals = [];
    this.showsAllParts = false;
    this.window.fit();
  }

  async #runNow(precision: Precision, options: CallOptions): Promise<void> {
    const run = await this.#requestRun(precision, options);
    this.precision = precision;
    this.#takeRun(run);
  }

  /** Runs; null where no gate of the model can be reached, which the screen says by itself. */
  async #requestRun(precision: Precision, options: CallOptions = {}): Promise<RunCard | null> {
    try {
      return await this.client.request('run', { precision }, options);
    } catch (error) {
      if (error instanceof LabError && error.code === 'nothing-runs') return null;
      throw error;
    }
  }

  #takeRun(run: RunCard | null): void {
    this.run = run;
    this.hover = null;
    this.proof.follow(run);
    if (run) {
      this.runId += 1;
      this.announce(t('live.done', { steps: count(run.timesteps) }));
    }
    this.#followTime();
    this.sample = Math.max(0, Math.min(this.samples - 1, this.sample));
  }

  /** Changes happen one after the other; a refused one does not stop the next. */
  #queued<T>(action: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(action);
    this.#tail = result.catch(() => undefined); // the caller of this action gets the refusal
    return result;
  }

  async #withBusy<T>(label: string, action: (options: CallOptions) => Promise<T>): Promise<T> {
    const abort = new AbortController();
    const cancel = (): void => {
      abort.abort();
      setTimeout(() => {
        if (this.busy?.cancel === cancel) void this.#cancelHard();
      }, CANCEL_PATIENCE_MS);
    };
    this.busy = { label, progress: 0, done: 0, of: 0, cancel };
    let told = 0;
    try {
      return await action({
        signal: abort.signal,
        onProgress: ({ progress, done, of }) => {
          this.busy = { label: this.busy?.label ?? label, progress, done, of, cancel };
          const fifth = Math.floor(progress * 5);
          if (fifth > told && fifth < 5) this.announce(t('live.running', { percent: fifth * 20 }));
          told = fifth;
        },
      });
    } finally {
      this.busy = null;
    }
  }
}

const KEY = Symbol('lab');

/** Gives the lab to every component below. */
export function provideLab(lab: Lab): Lab {
  return setContext(KEY, lab);
}

/** The lab of this page; only while a component initialises. */
export function useLab(): Lab {
  return getContext<Lab>(KEY);
}
