import { labErrorData, ModelError, refuse, type Warning } from '../../errors/index.ts';
import type { Producer } from '../../read/index.ts';
import type { Adopted } from '../adopt/adopted.ts';
import type { Answers } from '../model.ts';
import type { OpenQuestion } from './asking.ts';
import type { Bag, Candidate } from './bag.ts';
import { type ClassQuestion, classQuestions, named } from './class-questions.ts';
import { orderByWidths } from './order.ts';
import { type Demands, type Lattice, latticeOf, type Parse, parseLayers, type Stretch } from './parse.ts';
import { type NameGiver, nameGiver, type Part, type Piece, piecesOf, stretchesOf } from './pieces.ts';
import { producerQuestion, toldProducer } from './producer-question.ts';
import { buildPiece, type Built } from './specs.ts';
import { storeNames } from './store-names.ts';

const NO_DEMANDS: Demands = { classes: new Map(), joins: new Map() };

/**
 * Works out the layers of a file that holds weights only: kinds and sizes from shapes and names, order and chaining from widths. What
 * nothing decides becomes a question, and its likely answer holds until somebody says otherwise. Where widths do not chain the model is
 * cut into pieces, each with an input of its own; arrays that no known layer has are kept as stored.
 * Source: FORMATS §4. @throws `answer-value` for an answer that the shapes make impossible
 */
export function inferLayers(bag: Bag, stated: Producer, answers: Answers): Adopted {
  const candidates = bag.kind === 'layers' ? (bag.isOrdered ? bag.candidates : orderByWidths(storeNames(bag.candidates), stated)) : [];
  const stretches = stretchesOf(bag, candidates);
  const lattice = latticeOf(stretches, stated);
  const likely = parseLayers(lattice, NO_DEMANDS);
  if (likely === null) throw new Error('every array can be kept as stored');
  const askable = classQuestions(likely, lattice);
  const known = namesByPlace(likely, stretches, candidates);
  const classes = demandedClasses(known, answers);
  const parse = demanded(lattice, { classes, joins: demandedJoins(likely, stretches, candidates, answers) }, answers, {
    known,
    askable,
  });

  const producer = toldProducer(stated, parse.layers);
  const names = freshNames(candidates);
  const pieces = piecesOf(parse.layers, stretches, names);
  const built = pieces.map((piece, index) => buildPiece(piece, { answers, producer, names, isLast: index === pieces.length - 1 }));
  const settings = built.flatMap((piece) => piece.questions);
  const questions: OpenQuestion[] = [
    ...producerQuestion(stated, parse.layers, settings, answers),
    ...askable
      .filter(({ at }) => parse.layers.some((layer) => layer.at === at))
      .map((question) => named(question, known.get(question.at) ?? '')),
    ...settings,
  ];
  return {
    graph: {
      layers: built.flatMap((piece) => piece.layers),
      inputs: inputsOf(pieces, built),
      outputs: built.map((piece) => piece.output),
    },
    arrays: new Map(built.flatMap((piece) => [...piece.arrays])),
    unclaimed: [],
    questions,
    warnings: [...orderWarning(bag, parse, stretches, candidates), ...cutWarnings(pieces), ...bareWarning(candidates, pieces)],
    producer,
  };
}

/** Inputs of pieces with a recurrent layer come first, so that a lone sequence enters where there are gates to see. */
function inputsOf(pieces: readonly Piece[], built: readonly Built[]): readonly string[] {
  const named = built.map(({ layers }, index) => ({
    name: layers[0]?.name ?? '',
    isFirst: pieces[index]?.some((part) => part.placed?.reading.role === 'recurrent'),
  }));
  return [...named.filter(({ isFirst }) => isFirst), ...named.filter(({ isFirst }) => !isFirst)].map(({ name }) => name);
}

function freshNames(candidates: readonly Candidate[]): NameGiver {
  return nameGiver(candidates.flatMap((candidate) => candidate.name ?? []));
}

/** Names of layers by the place of their first array. */
function namesByPlace(parse: Parse, stretches: readonly Stretch[], candidates: readonly Candidate[]): ReadonlyMap<number, string> {
  const parts: readonly Part[] = piecesOf(parse.layers, stretches, freshNames(candidates)).flat();
  return new Map(parts.flatMap((part) => (part.placed ? [[part.placed.at, part.name] as const] : [])));
}

/** `simple_rnn.class=Dense`: names are those of the likeliest reading, so that an answer keeps its meaning when it changes the names. */
function demandedClasses(known: ReadonlyMap<number, string>, answers: Answers): ReadonlyMap<number, string> {
  return new Map(
    [...known].flatMap(([at, name]): [number, string][] => {
      const answer = answers.get(`${name}.class`);
      return typeof answer === 'string' ? [[at, answer]] : [];
    }),
  );
}

/** `dense.before=apart` */
function demandedJoins(
  parse: Parse,
  stretches: readonly Stretch[],
  candidates: readonly Candidate[],
  answers: Answers,
): ReadonlyMap<number, string> {
  return new Map(
    [...namesByPlace(parse, stretches, candidates)].flatMap(([at, name]): [number, string][] =>
      answers.get(`${name}.before`) === 'apart' ? [[at, 'apart']] : [],
    ),
  );
}

/** The reading that the answers ask for. @throws `answer-value` */
function demanded(
  lattice: Lattice,
  demands: Demands,
  answers: Answers,
  { known, askable }: { readonly known: ReadonlyMap<number, string>; readonly askable: readonly ClassQuestion[] },
): Parse {
  const parse = parseLayers(lattice, demands);
  if (parse !== null) return parse;
  // Each demand by itself: the first that no reading meets is the one to name, else they contradict each other.
  const all = [...demands.classes];
  const alone = all.find((demand) => parseLayers(lattice, { ...NO_DEMANDS, classes: new Map([demand]) }) === null);
  const at = (alone ?? all[0])?.[0] ?? 0;
  const id = `${known.get(at) ?? ''}.class`;
  const choices = askable.find((question) => question.at === at)?.choices ?? [];
  return refuse(ModelError, 'answer-value', id, {
    id,
    found: String(answers.get(id)),
    choices: choices.length > 0 ? choices.join(', ') : 'the class that open prints',
  });
}

/** The order was worked out, so it is said. */
function orderWarning(bag: Bag, parse: Parse, stretches: readonly Stretch[], candidates: readonly Candidate[]): readonly Warning[] {
  if (bag.kind === 'flat' || bag.isOrdered || parse.layers.length < 2) return [];
  const names = [...namesByPlace(parse, stretches, candidates).values()];
  return [labErrorData('layers-ordered', null, { order: names.slice(0, 12).join(', ') })];
}

/** Each place where the chain was cut. */
function cutWarnings(pieces: readonly Piece[]): readonly Warning[] {
  return pieces.slice(1).flatMap((piece, index) => {
    const before = pieces[index]?.filter((part) => part.placed !== null).at(-1);
    const after = piece.find((part) => part.placed !== null);
    if (!before || !after) return [];
    const widths = { found: before.placed?.reading.output ?? '?', expected: after.placed?.reading.input ?? '?' };
    return [labErrorData('layers-apart', after.name, { before: before.name, layer: after.name, ...widths })];
  });
}

/** Layers that the file lists without arrays and that have no place in the chain: what they do is not in the file. */
function bareWarning(candidates: readonly Candidate[], pieces: readonly Piece[]): readonly Warning[] {
  const placed = new Set(pieces.flat().map((part) => part.name));
  const left = candidates.flatMap(({ name, tensors }) => (tensors.length === 0 && name !== null && !placed.has(name) ? [name] : []));
  if (left.length === 0) return [];
  return [labErrorData('layers-bare', null, { count: left.length, names: left.slice(0, 8).join(', ') })];
}
