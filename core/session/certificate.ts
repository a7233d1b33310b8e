import { type LayerNode, plainSettings } from '../model/index.ts';
import type { Producer } from '../read/index.ts';
import { sizeOf } from '../tensor/index.ts';
import { namedWeights, savedForm } from '../write/index.ts';
import { type ArrayCheck, type CheckResult, referenceName, type Tolerance } from './check.ts';
import { sha256Of } from './hash.ts';
import { type ArrayDigest, arrayDigest } from './hash-tensor.ts';
import type { Place } from './place.ts';
import type { Progress } from './progress.ts';
import { type Checked, enteredInputs, enteredOutputs, enteredStates, type Ran } from './ran.ts';
import { VERSION } from './version.ts';

/** What was run and what it equals, so that anybody can tell whether they hold the same. docs/parity-certificate.md explains each key. */
export interface Certificate {
  readonly certificate: 'gatescope-parity';
  /** Of the format of this document. */
  readonly version: 1;
  /** UTC, to the second. */
  readonly date: string;
  readonly gatescope: string;
  readonly model: {
    readonly title: string;
    readonly format: string;
    readonly producer: Producer;
    readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[];
    /** True where numbers were typed in: the weights are then not those of the files. */
    readonly edited: boolean;
    readonly layers: readonly CertifiedLayer[];
    readonly weights: readonly ArrayDigest[];
    /** What the user said of settings. */
    readonly answers: readonly Answered[];
    /** What nothing decides and nobody answered: the likely values that ran. */
    readonly guesses: readonly Answered[];
  };
  /** As they ran: in float32, or in float64 where the run was. */
  readonly inputs: readonly ArrayDigest[];
  /** Initial states that were given, `state/LAYER/h`. */
  readonly states: readonly ArrayDigest[];
  /** Outputs of layers that cannot run, brought from elsewhere: `brought/LAYER/output`. */
  readonly brought: readonly ArrayDigest[];
  readonly run: { readonly precision: string; readonly kernel: string; readonly samples: number; readonly timesteps: number };
  /** Null where the run was compared with nothing. */
  readonly check: CertifiedCheck | null;
}

interface Answered {
  readonly id: string;
  readonly value: unknown;
}

interface CertifiedLayer {
  readonly name: string;
  readonly class: string;
  /** False for a layer that cannot run, or lies behind one: nothing is said of it. */
  readonly ran: boolean;
  readonly settings: ReturnType<typeof plainSettings>;
}

interface CertifiedCheck extends Pick<CheckResult, 'pass' | 'maxAbs' | 'compared' | 'missing' | 'sample'> {
  readonly tolerance: Tolerance;
  readonly worst: CertifiedPlace | null;
  /** One for each expected array that the run gave; `name` is its own, `array` what it was compared with. */
  readonly arrays: readonly (ArrayDigest & Pick<ArrayCheck, 'array' | 'pass' | 'maxAbs'> & { readonly at: CertifiedPlace | null })[];
}

type CertifiedPlace = Pick<Place, 'array' | 'index' | 'got' | 'expected'>;

/** Reads every file and every array of the model once. Yields between pieces. */
export function* certify(ran: Ran, date: Date): Generator<Progress, Certificate, void> {
  const { model, trace, sources, check } = ran;
  const weights = [...namedWeights(model)];
  const fileBytes = sources.reduce((bytes, { size }) => bytes + size, 0);
  const of = fileBytes + weights.reduce((bytes, { stored }) => bytes + 4 * sizeOf(stored.shape), 0);
  const hashes: readonly string[] = yield* scaled(sha256Of(sources), of);
  const saved = savedForm(model);
  const digests: ArrayDigest[] = [];
  let done = fileBytes;
  for (const { name, stored } of weights) {
    digests.push(arrayDigest(name, saved(stored).load()));
    done += 4 * sizeOf(stored.shape);
    yield { done, of };
  }
  const { precision, kernel, samples, timesteps } = trace.summary;
  return {
    certificate: 'gatescope-parity',
    version: 1,
    date: `${date.toISOString().slice(0, 19)}Z`,
    gatescope: VERSION,
    model: {
      title: ran.about.title,
      format: model.format,
      producer: { name: model.producer.name, version: model.producer.version },
      files: sources.map(({ name, size }, index) => ({ name, bytes: size, sha256: hashes[index] ?? '' })),
      edited: ran.about.edited,
      layers: model.layers.map(certifiedLayer),
      weights: digests,
      answers: [...ran.answers].map(([id, value]) => ({ id, value })),
      guesses: model.questions.filter(({ answered }) => !answered).map(({ id, likely }) => ({ id, value: likely })),
    },
    inputs: enteredInputs(ran).map(([name, tensor]) => arrayDigest(name, tensor)),
    states: [...enteredStates(ran).values()].flat().map(([name, tensor]) => arrayDigest(name, tensor)),
    brought: enteredOutputs(ran).map(([name, tensor]) => arrayDigest(name, tensor)),
    run: { precision, kernel, samples, timesteps },
    check: check === null ? null : certifiedCheck(check),
  };
}

/** Progress of work that is the first part of something larger. */
function* scaled<T>(work: Generator<Progress, T, void>, of: number): Generator<Progress, T, void> {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    yield { done: step.value.done, of };
  }
}

function certifiedLayer({ name, className, runs, isBrought, settings }: LayerNode): CertifiedLayer {
  return { name, class: className, ran: runs && !isBrought, settings: plainSettings(settings) };
}

function certifiedCheck({ result, expected }: Checked): CertifiedCheck {
  const { pass, maxAbs, compared, missing, sample, tolerance, worst, arrays } = result;
  const checks = new Map(arrays.map((array) => [array.array, array]));
  return {
    pass,
    maxAbs,
    compared,
    missing,
    sample,
    tolerance: { absolute: tolerance.absolute, relative: tolerance.relative },
    worst: worst && certifiedPlace(worst),
    arrays: [...expected].flatMap(([name, tensor]) => {
      const check = checks.get(referenceName(name, expected));
      if (check === undefined) return [];
      return [
        {
          ...arrayDigest(name, tensor),
          array: check.array,
          pass: check.pass,
          maxAbs: check.maxAbs,
          at: check.at && certifiedPlace(check.at),
        },
      ];
    }),
  };
}

function certifiedPlace({ array, index, got, expected }: Place): CertifiedPlace {
  return { array, index, got, expected };
}
