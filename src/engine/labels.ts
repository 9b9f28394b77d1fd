import { CatscoreError } from "../errors.ts";

export type ClassLabel = string | number | boolean;

/** Losses whose models tell two classes apart; their labels are 0 and 1 where the file names none. */
const CLASSIFICATION = new Set(["Logloss", "CrossEntropy", "Focal"]);

/** Most classes that a model is believed to have. */
const MAX_CLASSES = 1 << 20;

/** The parts of the info map's JSON texts that say what the classes are called. */
interface ClassParams {
  readonly class_names?: readonly ClassLabel[];
  readonly classes_count?: number;
  readonly class_to_label?: readonly ClassLabel[];
}

interface TrainingParams {
  readonly loss_function?: { readonly type?: string };
  readonly data_processing_options?: { readonly class_names?: readonly ClassLabel[] };
}

type Metadata = Readonly<Record<string, string>>;

/** Name of the loss that a model was trained for. @throws MODEL_DAMAGED */
export function lossFunction(metadata: Metadata): string | undefined {
  const params = parse<TrainingParams>(metadata, "params");
  return params?.loss_function?.type ?? parse<{ type?: string }>(metadata, "loss_function")?.type;
}

/**
 * Labels of the classes in output order; none where the model is no classifier.
 * @throws MODEL_DAMAGED
 * Source: catboost/libs/model/model_export, catboost/private/libs/labels
 */
export function classLabels(metadata: Metadata): readonly ClassLabel[] {
  const classes =
    parse<ClassParams>(metadata, "class_params") ?? parse<ClassParams>(metadata, "multiclass_params");
  const count = Math.min(classes?.classes_count ?? 0, MAX_CLASSES);
  if (classes?.class_names?.length) return classes.class_names;
  if (count > 0) return Array.from({ length: count }, (_, k) => k);
  if (classes?.class_to_label?.length) return classes.class_to_label;
  const names = parse<TrainingParams>(metadata, "params")?.data_processing_options?.class_names;
  if (names?.length) return names;
  return CLASSIFICATION.has(lossFunction(metadata) ?? "") ? [0, 1] : [];
}

function parse<T>(metadata: Metadata, key: string): T | undefined {
  const text = metadata[key];
  if (text === undefined || text === "") return undefined;
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    throw new CatscoreError("MODEL_DAMAGED", `"${key}" in the info map is no JSON`, { cause });
  }
}
