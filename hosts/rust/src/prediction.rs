use std::fmt;
use std::slice::ChunksExact;
use std::sync::Arc;

/// CatBoost's prediction types; the order is the module's numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PredictionType {
    /// The raw value of each output.
    #[default]
    RawFormulaVal,
    /// Of each class.
    Probability,
    /// Of each class.
    LogProbability,
    /// The class: see [`Predictions::labels`].
    Class,
    /// exp of the raw value.
    Exponent,
    /// Mean and variance; only of models with several outputs.
    RMSEWithUncertainty,
    /// Of each output; only of MultiLogloss, MultiCrossEntropy and MultiClassOneVsAll.
    MultiProbability,
    /// The raw values of each virtual ensemble, one ensemble after the other.
    VirtEnsembles,
    /// How virtual ensembles disagree: two numbers, of RMSEWithUncertainty three.
    TotalUncertainty,
    /// The leaf of each tree.
    LeafIndexes,
}

/// What to predict, and with which trees. A [`PredictionType`] alone will do where the defaults do.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Default `RawFormulaVal`.
    pub prediction_type: PredictionType,
    /// First tree. Default 0.
    pub ntree_start: u32,
    /// The tree after the last one; 0, the default, stands for the number of trees.
    pub ntree_end: u32,
    /// Ensembles of `VirtEnsembles` and `TotalUncertainty`. Default 10.
    pub virtual_ensembles_count: u32,
}

impl Default for Options {
    fn default() -> Self {
        PredictionType::default().into()
    }
}

impl From<PredictionType> for Options {
    fn from(prediction_type: PredictionType) -> Self {
        Options { prediction_type, ntree_start: 0, ntree_end: 0, virtual_ensembles_count: 10 }
    }
}

/// The answers of all rows.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Predictions {
    /// `width` numbers a row, row after row. Of `Class` positions in [`class_labels`](super::Model::class_labels); of MultiLogloss and
    /// MultiCrossEntropy 0 or 1 for each output.
    pub values: Vec<f64>,
    /// Numbers of one row; of `VirtEnsembles` those of all ensembles.
    pub width: usize,
    pub(super) labels: Arc<[Label]>,
}

impl Predictions {
    /// The numbers of each row.
    pub fn rows(&self) -> ChunksExact<'_, f64> {
        self.values.chunks_exact(self.width.max(1))
    }

    /// The label of each row, of `Class`; none of other types, nor of MultiLogloss and MultiCrossEntropy.
    pub fn labels(&self) -> impl Iterator<Item = &Label> {
        let values = if self.labels.is_empty() { &[] } else { self.values.as_slice() };
        values.iter().map(|&value| &self.labels[value as usize])
    }
}

/// A class label, as it was in training.
#[derive(Clone, Debug, PartialEq)]
pub enum Label {
    /// An integer.
    Integer(i64),
    /// A float, or an integer that is larger than an `i64`.
    Float(f64),
    /// A string.
    Text(String),
    /// A boolean.
    Boolean(bool),
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Label::Integer(number) => write!(f, "{number}"),
            Label::Float(number) => write!(f, "{number:?}"),
            Label::Text(text) => f.write_str(text),
            Label::Boolean(boolean) => write!(f, "{boolean}"),
        }
    }
}
