use std::sync::LazyLock;

use wasmtime::{Engine, Instance, Memory, Module, Store, TypedFunc, WasmParams, WasmResults};

use super::error::Error;
use super::prediction::{Label, Options, PredictionType};
use super::row::{Column, Feature, FeatureKind, Value};

static ENGINE: LazyLock<Engine> = LazyLock::new(Engine::default);
static MODULE: LazyLock<Result<Module, Error>> =
    LazyLock::new(|| Ok(Module::new(&ENGINE, include_bytes!("catscore.wasm"))?));

const ABI_VERSION: u32 = 3;
/// `featureNanMode` of a float whose training refused missing values.
const NAN_FORBIDDEN: usize = 3;
/// Exports of the input blocks' addresses, by kind of feature.
const BLOCKS: [&str; 4] = ["floatsAddress", "categoriesAddress", "textsAddress", "embeddingsAddress"];

/// The rows of one call: `count` of them, from number `first` on.
#[derive(Clone, Copy)]
pub(super) struct Call {
    pub(super) first: usize,
    pub(super) count: usize,
}

/// An instance of the module that holds a model: its exports, its memory, its input blocks.
pub(super) struct Scorer {
    store: Store<()>,
    instance: Instance,
    memory: Memory,
    hash_category: TypedFunc<(u32, u32), u32>,
    prediction_width: TypedFunc<u32, u32>,
    predict: TypedFunc<(u32, u32, u32, u32, u32), u32>,
    out_address: TypedFunc<(), u32>,
    /// Addresses of the input blocks, by kind of feature.
    blocks: [usize; 4],
    /// A place for a call's strings and embeddings: its address, its bytes, and how many of them are taken.
    place: usize,
    place_bytes: usize,
    taken: usize,
}

impl Scorer {
    /// Loads the bytes of a `.cbm`; `name` begins what errors say of it.
    pub(super) fn load(bytes: &[u8], name: &str) -> Result<Self, Error> {
        let mut scorer = Self::new(MODULE.as_ref().map_err(Error::clone)?)?;
        let file = scorer.allocate(bytes.len())?;
        scorer.bytes_mut(file, bytes.len()).copy_from_slice(bytes);
        let status = scorer.call("loadModel", (file as u32, bytes.len() as u32))?;
        scorer.check(status, name)?;
        Ok(scorer)
    }

    /// Opens the bytes of a bundle.
    pub(super) fn open_bundle(bytes: &[u8]) -> Result<Self, Error> {
        let module = Module::new(&ENGINE, bytes)?;
        if module.get_export("loadModel").is_some() {
            return Err(Error::Module("the module holds no model: it is no bundle".into()));
        }
        Self::new(&module)
    }

    fn new(module: &Module) -> Result<Self, Error> {
        let mut store = Store::new(&ENGINE, ());
        let instance = Instance::new(&mut store, module, &[])?;
        let version = instance.get_typed_func::<(), u32>(&mut store, "abiVersion")?.call(&mut store, ())?;
        if version != ABI_VERSION {
            let message = format!("got a module of ABI version {version}, expected {ABI_VERSION}");
            return Err(Error::Module(message));
        }
        let memory = instance.get_memory(&mut store, "memory");
        Ok(Scorer {
            memory: memory.ok_or_else(|| Error::Module("the module exports no memory".into()))?,
            hash_category: instance.get_typed_func(&mut store, "hashCategory")?,
            prediction_width: instance.get_typed_func(&mut store, "predictionWidth")?,
            predict: instance.get_typed_func(&mut store, "predict")?,
            out_address: instance.get_typed_func(&mut store, "outAddress")?,
            blocks: [0; 4],
            place: 0,
            place_bytes: 0,
            taken: 0,
            instance,
            store,
        })
    }

    /// Calls an export by name: for what is asked once a model.
    pub(super) fn call<P: WasmParams, R: WasmResults>(&mut self, export: &str, asked: P) -> Result<R, Error> {
        let function = self.instance.get_typed_func::<P, R>(&mut self.store, export)?;
        Ok(function.call(&mut self.store, asked)?)
    }

    /// Calls an export that gives an address or a count.
    pub(super) fn count<P: WasmParams>(&mut self, export: &str, asked: P) -> Result<usize, Error> {
        Ok(self.call::<P, u32>(export, asked)? as usize)
    }

    /// The text whose address an export gives, and its length the one with "Bytes" behind the name.
    pub(super) fn text<P: WasmParams + Copy>(&mut self, export: &str, asked: P) -> Result<String, Error> {
        let address = self.count(export, asked)?;
        let byte_count = self.count(&format!("{export}Bytes"), asked)?;
        let bytes = &self.memory.data(&self.store)[address..][..byte_count];
        Ok(String::from_utf8_lossy(bytes).into_owned())
    }

    /// As many items as an export says.
    pub(super) fn list<T>(
        &mut self,
        count_export: &str,
        item: fn(&mut Self, u32) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        let count: u32 = self.call(count_export, ())?;
        (0..count).map(|i| item(self, i)).collect()
    }

    pub(super) fn feature(&mut self, i: u32) -> Result<Feature, Error> {
        let index = self.count("featureColumn", i)?;
        let name = self.text("featureName", i)?;
        let used = self.count("featureUsed", i)? == 1;
        Ok(Feature {
            name: if name.is_empty() { index.to_string() } else { name },
            kind: match self.count("featureKind", i)? {
                0 => FeatureKind::Float,
                1 => FeatureKind::Categorical,
                2 => FeatureKind::Text,
                _ => FeatureKind::Embedding,
            },
            index,
            used,
            dimension: self.count("featureDimension", i)?,
            slot: self.count("featureSlot", i)?,
            forbids_missing: used && self.count("featureNanMode", i)? == NAN_FORBIDDEN,
        })
    }

    pub(super) fn class_label(&mut self, i: u32) -> Result<Label, Error> {
        let kind = self.count("classLabelKind", i)?;
        let number: f64 = self.call("classLabelNumber", i)?;
        Ok(match kind {
            0 if (i64::MIN as f64..i64::MAX as f64).contains(&number) => Label::Integer(number as i64),
            2 => Label::Text(self.text("classLabelText", i)?),
            3 => Label::Boolean(number == 1.0),
            _ => Label::Float(number),
        })
    }

    /// Makes room for calls of so many rows.
    pub(super) fn reserve_rows(&mut self, row_count: usize) -> Result<(), Error> {
        let status = self.call("reserveRows", row_count as u32)?;
        self.check(status, "reserving rows")?;
        for (kind, export) in BLOCKS.iter().enumerate() {
            self.blocks[kind] = self.count(export, ())?;
        }
        Ok(())
    }

    /// Numbers that a type has, as the module counts them; 0 where the model cannot give it.
    pub(super) fn prediction_width(&mut self, prediction_type: PredictionType) -> Result<usize, Error> {
        Ok(self.prediction_width.call(&mut self.store, prediction_type as u32)? as usize)
    }

    /// Begins a call: the strings of the last one are no longer needed.
    pub(super) fn begin(&mut self) {
        self.taken = 0;
    }

    /// Writes the value of row `at` of a call.
    pub(super) fn write(
        &mut self,
        feature: &Feature,
        value: Value,
        call: Call,
        at: usize,
    ) -> Result<(), Error> {
        let item = feature.slot * call.count + at;
        let wrong = |expected: &str| {
            let got: String = format!("{value:?}").chars().take(60).collect();
            let problem = format!("got {got}, expected {expected}");
            Error::Row { row: Some(call.first + at), column: feature.name.clone(), problem }
        };
        match feature.kind {
            FeatureKind::Float => {
                let number = match value {
                    Value::Float(number) => number,
                    Value::Integer(number) => number as f64,
                    Value::Missing => f64::NAN,
                    _ => return Err(wrong("a number")),
                };
                if number.is_nan() && feature.forbids_missing {
                    return Err(wrong("a number (the model's nan_mode is Forbidden)"));
                }
                self.put(feature, item, [(number as f32).to_bits()]);
            }
            FeatureKind::Categorical => {
                let hash = match value {
                    Value::Text(text) => self.hash(text)?,
                    Value::Integer(number) => self.hash(&number.to_string())?,
                    _ => return Err(wrong("a string or an integer")),
                };
                self.put(feature, item, [hash]);
            }
            FeatureKind::Text => {
                let Value::Text(text) = value else { return Err(wrong("a string")) };
                let address = self.take(text.len())?;
                self.bytes_mut(address, text.len()).copy_from_slice(text.as_bytes());
                self.put(feature, item, [address as u32, text.len() as u32]);
            }
            FeatureKind::Embedding => match value {
                Value::Embedding(numbers) if [0, numbers.len()].contains(&feature.dimension) => {
                    let address = self.take(4 * numbers.len())?;
                    let words = numbers.iter().map(|number| number.to_bits());
                    fill(self.bytes_mut(address, 4 * numbers.len()), words);
                    self.put(feature, item, [address as u32, numbers.len() as u32]);
                }
                _ if feature.dimension == 0 => return Err(wrong("an embedding")),
                _ => return Err(wrong(&format!("an embedding of {} numbers", feature.dimension))),
            },
        }
        Ok(())
    }

    /// Writes the values of a call's rows out of those of all rows.
    pub(super) fn write_column(
        &mut self,
        feature: &Feature,
        column: &Column,
        call: Call,
    ) -> Result<(), Error> {
        let rows = call.first..call.first + call.count;
        match column {
            Column::Floats(values) if feature.kind == FeatureKind::Float && !feature.forbids_missing => {
                let address = self.blocks[FeatureKind::Float as usize] + 4 * feature.slot * call.count;
                let words = values[rows].iter().map(|&number| (number as f32).to_bits());
                fill(self.bytes_mut(address, 4 * call.count), words);
                Ok(())
            }
            Column::Floats(values) => {
                let mut values = values[rows].iter().enumerate();
                values.try_for_each(|(at, &number)| self.write(feature, Value::Float(number), call, at))
            }
            Column::Values(values) => {
                let mut values = values[rows].iter().enumerate();
                values.try_for_each(|(at, &value)| self.write(feature, value, call, at))
            }
        }
    }

    /// Scores the rows of a call and appends their answers; `options.ntree_end` is a tree's number.
    pub(super) fn predict(
        &mut self,
        call: Call,
        options: &Options,
        width: usize,
        values: &mut Vec<f64>,
    ) -> Result<(), Error> {
        let Options { prediction_type, ntree_start, ntree_end, virtual_ensembles_count } = *options;
        let asked =
            (call.count as u32, prediction_type as u32, ntree_start, ntree_end, virtual_ensembles_count);
        let status = self.predict.call(&mut self.store, asked)?;
        self.check(status, "scoring")?;
        let address = self.out_address.call(&mut self.store, ())? as usize;
        let bytes = &self.memory.data(&self.store)[address..][..8 * call.count * width];
        values.extend(bytes.as_chunks().0.iter().map(|number| f64::from_le_bytes(*number)));
        Ok(())
    }

    /// Hash of a category, whose bytes lie in the place only meanwhile.
    fn hash(&mut self, text: &str) -> Result<u32, Error> {
        let address = self.take(text.len())?;
        self.bytes_mut(address, text.len()).copy_from_slice(text.as_bytes());
        let hash = self.hash_category.call(&mut self.store, (address as u32, text.len() as u32))?;
        self.taken -= text.len();
        Ok(hash)
    }

    /// Puts words where item number `item` of the feature's kind is.
    fn put<const N: usize>(&mut self, feature: &Feature, item: usize, words: [u32; N]) {
        let address = self.blocks[feature.kind as usize] + 4 * N * item;
        fill(self.bytes_mut(address, 4 * N), words.into_iter());
    }

    /// Takes bytes of the place, 4-byte aligned, until the call ends. A place that is full is left for a larger one.
    fn take(&mut self, byte_count: usize) -> Result<usize, Error> {
        let mut start = self.taken.next_multiple_of(4);
        if start + byte_count > self.place_bytes {
            let place_bytes = byte_count.max(2 * self.place_bytes).max(4096);
            self.place = self.allocate(place_bytes)?;
            self.place_bytes = place_bytes;
            start = 0;
        }
        self.taken = start + byte_count;
        Ok(self.place + start)
    }

    fn allocate(&mut self, byte_count: usize) -> Result<usize, Error> {
        let address = match u32::try_from(byte_count) {
            Ok(byte_count) => self.count("allocate", byte_count)?,
            Err(_) => 0,
        };
        if address == 0 {
            return Err(Error::Module(format!("the module has no room for {byte_count} bytes more")));
        }
        Ok(address)
    }

    fn bytes_mut(&mut self, address: usize, byte_count: usize) -> &mut [u8] {
        &mut self.memory.data_mut(&mut self.store)[address..][..byte_count]
    }

    /// Fails on a status other than 0.
    fn check(&mut self, status: u32, what: &str) -> Result<(), Error> {
        if status == 0 {
            return Ok(());
        }
        let message = format!("{what}: {}", self.text("statusMessage", status)?);
        Err(match status {
            ..64 => Error::Damaged(format!("{message} (at byte {})", self.count("statusPosition", ())?)),
            64..128 => Error::Unsupported(message),
            128.. => Error::Module(message),
        })
    }
}

/// Writes words into bytes, four each.
fn fill(bytes: &mut [u8], words: impl Iterator<Item = u32>) {
    for (place, word) in bytes.as_chunks_mut().0.iter_mut().zip(words) {
        *place = word.to_le_bytes();
    }
}
