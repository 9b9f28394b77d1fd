use std::collections::HashMap;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use super::error::Error;
use super::prediction::{Label, Options, PredictionType, Predictions};
use super::row::{Column, Feature, Value};
use super::scorer::{Call, Scorer};

/// Most rows of one call: enough to fill the module's blocks, few enough to stay in cache.
const CALL_ROWS: usize = 1024;
/// Most numbers that a call may take or make (8 MB), unless `CALL_GROUP` rows have more.
const CALL_NUMBERS: usize = 1 << 20;
/// Exponents are taken of so many rows together, and of what is left of a call in another way.
const CALL_GROUP: usize = 4;

/// A loaded CatBoost model.
pub struct Model {
    scorer: Scorer,
    features: Vec<Feature>,
    /// Positions in `features`, by name.
    positions: HashMap<String, usize>,
    class_labels: Arc<[Label]>,
    loss_function: String,
    tree_count: u32,
    output_count: usize,
    /// Rows that the module has room for.
    room: usize,
}

/// What options ask of a model: checked, and in the module's terms.
struct Plan {
    options: Options,
    width: usize,
    call_rows: usize,
    has_labels: bool,
}

impl Model {
    /// Loads a model from the bytes of a `.cbm` file.
    ///
    /// # Errors
    /// `Damaged`, `Unsupported`, `Module`
    pub fn load(bytes: &[u8]) -> Result<Self, Error> {
        Self::new(Scorer::load(bytes, "the model")?)
    }

    /// Loads a model from a `.cbm` file.
    ///
    /// # Errors
    /// `File`, `Damaged`, `Unsupported`, `Module`
    pub fn load_file(path: impl AsRef<Path>) -> Result<Self, Error> {
        let name = path.as_ref().display().to_string();
        let bytes = std::fs::read(path).map_err(|error| Error::File(format!("{name}: {error}")))?;
        Self::new(Scorer::load(&bytes, &name)?)
    }

    /// Opens a bundle: the bytes of a `.wasm` that `catscore bundle` made of a model. It is compiled each time. It is
    /// code: open those that you trust.
    ///
    /// # Errors
    /// `Module`
    pub fn open_bundle(bytes: &[u8]) -> Result<Self, Error> {
        Self::new(Scorer::open_bundle(bytes)?)
    }

    fn new(mut scorer: Scorer) -> Result<Self, Error> {
        let mut features = scorer.list("featureCount", Scorer::feature)?;
        features.sort_by_key(|feature| feature.index);
        let room = call_rows(features.iter().map(|feature| feature.dimension.max(1)).sum());
        scorer.reserve_rows(room)?;
        Ok(Model {
            positions: features.iter().enumerate().map(|(i, feature)| (feature.name.clone(), i)).collect(),
            features,
            class_labels: scorer.list("classCount", Scorer::class_label)?.into(),
            loss_function: scorer.text("lossFunction", ())?,
            tree_count: scorer.call("treeCount", ())?,
            output_count: scorer.count("outputCount", ())?,
            room,
            scorer,
        })
    }

    /// The input features, by index.
    pub fn features(&self) -> &[Feature] {
        &self.features
    }

    /// Labels of the classes, in the order of outputs; none where the model is no classifier.
    pub fn class_labels(&self) -> &[Label] {
        &self.class_labels
    }

    /// Name of the loss, as `RMSE`; empty where the file does not say.
    pub fn loss_function(&self) -> &str {
        &self.loss_function
    }

    /// Number of trees.
    pub fn tree_count(&self) -> u32 {
        self.tree_count
    }

    /// Raw values of one row.
    pub fn output_count(&self) -> usize {
        self.output_count
    }

    /// Scores one row: every feature's name and value, in any order.
    ///
    /// # Errors
    /// `Row`, `Options`, `Module`
    pub fn predict(
        &mut self,
        row: &[(&str, Value)],
        options: impl Into<Options>,
    ) -> Result<Predictions, Error> {
        self.predict_many(&[row], options)
    }

    /// Scores many rows, each as [`Model::predict`] takes it.
    ///
    /// # Errors
    /// `Row`, `Options`, `Module`
    pub fn predict_many<'a>(
        &mut self,
        rows: &[impl AsRef<[(&'a str, Value<'a>)]>],
        options: impl Into<Options>,
    ) -> Result<Predictions, Error> {
        let plan = self.plan(options.into())?;
        self.score(rows.len(), &plan, |model, call| {
            for (at, row) in rows[call.first..][..call.count].iter().map(AsRef::as_ref).enumerate() {
                let positions = model.positions(row, Some(call.first + at))?;
                for (position, (_, value)) in positions.into_iter().zip(row) {
                    model.scorer.write(&model.features[position], *value, call, at)?;
                }
            }
            Ok(())
        })
    }

    /// Scores columns by feature name, all of one length, in any order: the fastest form for many rows.
    ///
    /// # Errors
    /// `Row`, `Options`, `Module`
    pub fn predict_columns(
        &mut self,
        columns: &[(&str, Column)],
        options: impl Into<Options>,
    ) -> Result<Predictions, Error> {
        let plan = self.plan(options.into())?;
        let positions = self.positions(columns, None)?;
        let row_count = columns.first().map_or(0, |(_, column)| column.len());
        if let Some((name, column)) = columns.iter().find(|(_, column)| column.len() != row_count) {
            let problem = format!("got {} values, expected {row_count}", column.len());
            return Err(Error::Row { row: None, column: name.to_string(), problem });
        }
        self.score(row_count, &plan, |model, call| {
            for (&position, (_, column)) in positions.iter().zip(columns) {
                model.scorer.write_column(&model.features[position], column, call)?;
            }
            Ok(())
        })
    }

    /// Scores rows call by call; `write` writes those of one.
    fn score(
        &mut self,
        row_count: usize,
        plan: &Plan,
        write: impl Fn(&mut Self, Call) -> Result<(), Error>,
    ) -> Result<Predictions, Error> {
        let mut values = Vec::with_capacity(row_count * plan.width);
        for first in (0..row_count).step_by(plan.call_rows) {
            let call = Call { first, count: plan.call_rows.min(row_count - first) };
            self.scorer.begin();
            write(self, call)?;
            self.scorer.predict(call, &plan.options, plan.width, &mut values)?;
        }
        let labels = if plan.has_labels { self.class_labels.clone() } else { Arc::default() };
        Ok(Predictions { values, width: plan.width, labels })
    }

    /// Which features the names are: every one of them, once.
    fn positions<T>(&self, named: &[(&str, T)], row: Option<usize>) -> Result<Vec<usize>, Error> {
        let wrong =
            |name: &str, problem: &str| Error::Row { row, column: name.into(), problem: problem.into() };
        let mut is_given = vec![false; self.features.len()];
        let mut positions = Vec::with_capacity(named.len());
        for (i, (name, _)) in named.iter().enumerate() {
            let is_in_order = self.features.get(i).is_some_and(|feature| feature.name == *name);
            let position = if is_in_order { Some(i) } else { self.positions.get(*name).copied() };
            let position = position.ok_or_else(|| wrong(name, "is no feature of the model"))?;
            if std::mem::replace(&mut is_given[position], true) {
                return Err(wrong(name, "comes twice"));
            }
            positions.push(position);
        }
        match is_given.iter().position(|is_given| !is_given) {
            Some(missing) => Err(wrong(&self.features[missing].name, "is missing")),
            None => Ok(positions),
        }
    }

    fn plan(&mut self, options: Options) -> Result<Plan, Error> {
        let Options { prediction_type, ntree_start, ntree_end, virtual_ensembles_count } = options;
        let type_width = self.scorer.prediction_width(prediction_type)?;
        let is_multilabel = ["MultiLogloss", "MultiCrossEntropy"].contains(&self.loss_function());
        let has_labels = prediction_type == PredictionType::Class && !is_multilabel;
        if type_width == 0 || has_labels && self.class_labels.len() < self.output_count {
            let loss = &self.loss_function;
            return Err(Error::Options(format!(
                "a model with the loss {loss:?} cannot give {prediction_type:?}"
            )));
        }

        let tree_count = self.tree_count;
        let tree_end = if ntree_end == 0 { tree_count } else { ntree_end };
        let is_whole = ntree_start == 0 && tree_end == tree_count;
        if !is_whole && (ntree_start >= tree_end || tree_end > tree_count) {
            return Err(Error::Options(format!(
                "got ntree_start {ntree_start} and ntree_end {ntree_end}, expected a range of the {tree_count} trees"
            )));
        }
        let has_ensembles =
            matches!(prediction_type, PredictionType::VirtEnsembles | PredictionType::TotalUncertainty);
        let is_ensemble_count = (1..=tree_end / 2).contains(&virtual_ensembles_count);
        if has_ensembles && (ntree_start != 0 || !is_ensemble_count) {
            return Err(Error::Options(format!(
                "got ntree_start {ntree_start} and {virtual_ensembles_count} virtual ensembles of {tree_end} trees, \
                 expected 0 and 1 ensemble or more of at least 2 trees each"
            )));
        }

        let ensembles = if has_ensembles { virtual_ensembles_count as usize } else { 1 };
        let width = match prediction_type {
            PredictionType::LeafIndexes => (tree_end - ntree_start) as usize,
            PredictionType::VirtEnsembles => type_width * ensembles,
            _ => type_width,
        };
        let call_rows = self.room.min(call_rows(width.max(self.output_count * ensembles)));
        Ok(Plan { options: Options { ntree_end: tree_end, ..options }, width, call_rows, has_labels })
    }
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Model").field("features", &self.features).finish_non_exhaustive()
    }
}

/// Rows of a call, where each of them takes or makes so many numbers.
fn call_rows(numbers: usize) -> usize {
    CALL_ROWS.min((CALL_NUMBERS / numbers.max(1) / CALL_GROUP).max(1) * CALL_GROUP)
}
