use std::fmt;

/// What goes wrong when a model is loaded or rows are scored.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The model file cannot be read.
    File(String),
    /// The model file is damaged, or no CatBoost model; the message names the byte where that was noticed.
    Damaged(String),
    /// Something in the model is not supported.
    Unsupported(String),
    /// The model cannot give what the options ask for.
    Options(String),
    /// A column is missing, is no feature, or has a wrong value or length. `row`, counted from 0, where it is of one.
    Row {
        /// Number of the row; `None` where whole columns do not fit.
        row: Option<usize>,
        /// The feature's name, or the one that is none.
        column: String,
        /// What came and what was expected.
        problem: String,
    },
    /// The module does not run: no catscore module, one for other hosts, or out of memory.
    Module(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Row { row: Some(row), column, problem } => {
                write!(f, "row {row}, column {column:?}: {problem}")
            }
            Error::Row { row: None, column, problem } => write!(f, "column {column:?}: {problem}"),
            Error::File(message) | Error::Damaged(message) | Error::Unsupported(message) => {
                f.write_str(message)
            }
            Error::Options(message) | Error::Module(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for Error {}

impl From<wasmtime::Error> for Error {
    fn from(error: wasmtime::Error) -> Self {
        Error::Module(format!("{error:#}"))
    }
}
