/// What a feature takes; the order is the module's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeatureKind {
    /// A number; NaN is missing.
    Float,
    /// A string or an integer.
    Categorical,
    /// A string.
    Text,
    /// Numbers, [`Feature::dimension`] of them.
    Embedding,
}

/// An input feature of a model.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Feature {
    /// CatBoost's name; the column in decimal where the model has none.
    pub name: String,
    /// What it takes.
    pub kind: FeatureKind,
    /// Its column in the training data (CatBoost's flat index).
    pub index: usize,
    /// Whether the model looks at it: if not, its value changes nothing.
    pub used: bool,
    /// How many numbers an embedding has; 0 for any number of them, and for the other kinds.
    pub dimension: usize,
    /// Position in the module's input block of its kind.
    pub(super) slot: usize,
    /// Whether training refused missing values of it, a float that is used.
    pub(super) forbids_missing: bool,
}

/// A value of a row. `into()` makes it of numbers, strings, slices of `f32` and an `Option` of these.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    /// A missing float, as NaN is.
    Missing,
    /// A float; it is rounded to `f32`, as CatBoost does.
    Float(f64),
    /// A float or a category.
    Integer(i64),
    /// A category or a text.
    Text(&'a str),
    /// An embedding.
    Embedding(&'a [f32]),
}

macro_rules! impl_value_from {
    ($($type:ty => $variant:ident by $convert:expr;)*) => {
        $(impl<'a> From<$type> for Value<'a> {
            fn from(value: $type) -> Self {
                Value::$variant($convert(value))
            }
        })*
    };
}

impl_value_from! {
    f64 => Float by f64::from;
    f32 => Float by f64::from;
    bool => Integer by i64::from;
    i32 => Integer by i64::from;
    u32 => Integer by i64::from;
    i64 => Integer by i64::from;
    &'a str => Text by <&str>::from;
    &'a String => Text by String::as_str;
    &'a [f32] => Embedding by <&[f32]>::from;
    &'a Vec<f32> => Embedding by Vec::as_slice;
}

impl<'a, const N: usize> From<&'a [f32; N]> for Value<'a> {
    fn from(value: &'a [f32; N]) -> Self {
        Value::Embedding(value)
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Missing, T::into)
    }
}

/// A feature's values of all rows, for [`predict_columns`](super::Model::predict_columns).
#[derive(Clone, Copy, Debug)]
pub enum Column<'a> {
    /// Floats, or NaN.
    Floats(&'a [f64]),
    /// Of any kind.
    Values(&'a [Value<'a>]),
}

impl Column<'_> {
    pub(super) fn len(&self) -> usize {
        match self {
            Column::Floats(values) => values.len(),
            Column::Values(values) => values.len(),
        }
    }
}
