//! Takes out of the program whatever words a panic: a panic becomes a trap.
//!
//! A visitor never reads those words, and they weigh a tenth of the page: the functions that write them, all of
//! the standard library's formatting behind these, and the paths of the source files they name. The compiler can
//! leave them out itself (`panic=immediate-abort`), but not yet in a stable release. Builds that are served for
//! development keep them.

use anyhow::{Context, Result, bail};
use walrus::{
    ConstExpr, DataKind, Function, FunctionId, FunctionKind, Module, ModuleConfig,
    ir::{self, Instr, InstrLocId, Unreachable, Visitor},
};

/// Parts of the names of functions that end in a panic and do nothing else. They are of the standard library
/// alone: a function of ours that has to do with panics works.
const PANICS: &[&str] = &[
    "::panicking::",
    "::panic_",
    "::rust_panic",
    "::unwrap_failed",
    "::expect_failed",
    "_index_fail",
    "len_mismatch_fail",
    "::handle_alloc_error",
    "::raw_vec::handle_error",
    "::raw_vec::capacity_overflow",
];

/// A part of the names of functions that format text.
const FORMATS: &str = "::fmt::";

/// How many bytes the standard library takes for the place of a panic: address and length of the file's path,
/// line, column.
const PLACE: usize = 16;

/// What panics say, in the standard library, Leptos and wasm-bindgen, and by what numbers in it are written. Nothing
/// reads them once a panic is a trap, and they are in no other text. One that a newer version words anew
/// costs its bytes, no more.
const WORDS: &[&str] = &[
    "the guard should always be in place until the Drop implementation",
    "slice index starts at ",
    " index out of bounds: the len is ",
    " but the index is ",
    "range start index ",
    "range end index ",
    " out of range for slice of length ",
    "assertion `left ",
    " right` failed",
    "cannot access a Thread Local Storage value during or after destruction: ",
    " , not `Response` - this is a bug",
    "copy_from_slice: source slice length (",
    ") does not match destination slice length (",
    "removal index (is ",
    ") should be < len (is ",
    "finish: callbacks should be Some",
    "finish: result should be None",
    "FnOnce called more than once",
    "Tried to access a reactive value that has already been disposed",
    "inner is None only in drop",
    "Executor::spawn called, but no global 'spawn' function is configured.",
    "Executor::spawn_local called, but no global 'spawn_local' function is configured.",
    "attempt to join into collection with len > usize::MAX",
    "attempt to divide by zero",
    "`async fn` resumed after completion",
    "called `Option::unwrap()` on a `None` value",
    "called `Result::unwrap()` on an `Err` value",
    "RefCell already mutably borrowed",
    "RefCell already borrowed",
    "internal error: entered unreachable code",
    " but ends at ",
    "`at` split index (is ",
    ") should be <= len (is ",
    "mid > len",
    "index not found",
    "Hash table capacity overflow",
    "capacity overflow",
    "Tried to shrink to a larger capacity",
    "Arc counter overflow",
    "AccessError",
    "Attempted to initialize thread-local while it is being dropped",
    "Once instance has previously been poisoned",
    "one-time initialization may not be performed recursively",
    "LazyCell instance has previously been poisoned",
    "fetch returned ",
    "JsValue(",
    "0x0123456789ABCDEF",
    "JsValue passed is not an Error type -- this is a bug",
    "failed to generate unique thread ID: bitspace exhausted",
    "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849\
     5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899",
];

/// What a function does, by its name.
#[derive(PartialEq, Eq)]
enum Kind {
    Panics,
    Formats,
    Works,
}

/// The program with its panics as traps. It must not format any text, or that would be a trap too.
pub(crate) fn silence(program: &[u8]) -> Result<Vec<u8>> {
    let mut module = ModuleConfig::new()
        .parse(program)
        .context("the WebAssembly could not be read to take the words of panics out")?;
    for function in module.funcs.iter().filter(|function| kind(function) == Kind::Works) {
        if let Some(name) = formatting_in(function, &module) {
            let caller = function.name.as_deref().unwrap_or_default();
            bail!(
                "{caller} calls {name}, but the page formats no text: use crates/archive/src/digits.rs and \
                 [..].concat() in the place of format! and to_string"
            );
        }
    }
    for function in module.funcs.iter_mut().filter(|function| kind(function) != Kind::Works) {
        if let FunctionKind::Local(function) = &mut function.kind {
            let entry = function.entry_block();
            function.block_mut(entry).instrs =
                vec![(Instr::from(Unreachable {}), InstrLocId::default())];
        }
    }
    let segments: Vec<_> = module.data.iter().map(walrus::Data::id).collect();
    for id in segments {
        let data = module.data.get_mut(id);
        if let DataKind::Active { offset: ConstExpr::Value(ir::Value::I32(address)), .. } =
            data.kind
        {
            blank_places(&mut data.value, usize::try_from(address)?);
            blank_words(&mut data.value);
        }
    }
    Ok(module.emit_wasm())
}

fn kind(function: &Function) -> Kind {
    match (&function.kind, &function.name) {
        (FunctionKind::Local(_), Some(name)) if PANICS.iter().any(|part| name.contains(part)) => {
            Kind::Panics
        }
        (FunctionKind::Local(_), Some(name)) if name.contains(FORMATS) => Kind::Formats,
        _ => Kind::Works,
    }
}

/// The name of a function for formatting that a function calls.
fn formatting_in<'a>(function: &Function, module: &'a Module) -> Option<&'a str> {
    struct Calls(Vec<FunctionId>);
    impl Visitor<'_> for Calls {
        fn visit_function_id(&mut self, function: &FunctionId) {
            self.0.push(*function);
        }
    }
    let FunctionKind::Local(local) = &function.kind else { return None };
    let mut calls = Calls(Vec::new());
    ir::dfs_in_order(&mut calls, local, local.entry_block());
    let mut called = calls.0.into_iter().map(|id| module.funcs.get(id));
    called.find(|called| kind(called) == Kind::Formats)?.name.as_deref()
}

/// Blanks the places of panics, and the paths in them, in data that begins at this address.
fn blank_places(data: &mut [u8], address: usize) {
    let word = |data: &[u8], at: usize| -> Option<usize> {
        let bytes = data.get(at..at + 4)?.try_into().ok()?;
        usize::try_from(u32::from_le_bytes(bytes)).ok()
    };
    let places: Vec<_> = (0..data.len().saturating_sub(PLACE))
        .step_by(4)
        .filter_map(|at| {
            let path = word(data, at)?.checked_sub(address)?;
            let path = path..path.checked_add(word(data, at + 4)?)?;
            is_source(data.get(path.clone())?).then_some([at..at + PLACE, path])
        })
        .collect();
    for range in places.into_iter().flatten() {
        data[range].fill(0);
    }
}

/// Blanks what panics say.
fn blank_words(data: &mut [u8]) {
    for word in WORDS {
        let length = word.len();
        for at in 0..data.len().saturating_sub(length - 1) {
            if data[at..at + length] == *word.as_bytes() {
                data[at..at + length].fill(0);
            }
        }
    }
}

/// Whether a text is the path of a source file.
fn is_source(path: &[u8]) -> bool {
    let is_of_a_path = |byte: &u8| byte.is_ascii_alphanumeric() || b"/\\._-+@: ".contains(byte);
    path.ends_with(b".rs") && path.iter().all(is_of_a_path)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;
    use walrus::{FunctionBuilder, ValType};

    /// A program of two functions, the first of which calls the second.
    fn program(first: &str, second: &str) -> Vec<u8> {
        let mut module = Module::default();
        let memory = module.memories.add_local(false, false, 1, None, None);
        let mut data = b"src/a.rs".to_vec();
        for word in [1024_u32, 8, 7, 5, 1024, 7, 7, 5] {
            data.extend(word.to_le_bytes());
        }
        let offset = ConstExpr::Value(ir::Value::I32(1024));
        module.data.add(DataKind::Active { memory, offset }, data);
        let mut builder = FunctionBuilder::new(&mut module.types, &[], &[ValType::I32]);
        builder.name(second.to_owned()).func_body().i32_const(42);
        let inner = builder.finish(vec![], &mut module.funcs);
        let mut builder = FunctionBuilder::new(&mut module.types, &[], &[ValType::I32]);
        builder.name(first.to_owned()).func_body().call(inner);
        let outer = builder.finish(vec![], &mut module.funcs);
        module.exports.add("start", outer);
        module.emit_wasm()
    }

    /// The instructions of a function that goes by this name.
    fn instructions(program: &[u8], name: &str) -> Vec<String> {
        let module = Module::from_buffer(program).unwrap();
        let function = module.funcs.get(module.funcs.by_name(name).unwrap());
        let FunctionKind::Local(function) = &function.kind else { return Vec::new() };
        let instructions = &function.block(function.entry_block()).instrs;
        instructions.iter().map(|(instruction, _)| format!("{instruction:?}")).collect()
    }

    #[test]
    fn what_panics_is_a_trap_and_the_rest_stays() {
        for called in [
            "core[f0]::panicking::panic_fmt",
            "core[f0]::option::unwrap_failed",
            "a::raw_vec::handle_error",
        ] {
            let silent = silence(&program("page::work", called)).unwrap();
            assert_eq!(instructions(&silent, called), ["Unreachable(Unreachable)"]);
            assert!(instructions(&silent, "page::work")[0].starts_with("Call"));
        }
        let ours = "page::browser::panic::report";
        let silent = silence(&program("page::work", ours)).unwrap();
        assert!(instructions(&silent, ours)[0].starts_with("Const"));
    }

    #[test]
    fn the_place_of_a_panic_is_blanked_and_its_like_is_not() {
        let silent = silence(&program("work", "more")).unwrap();
        let module = Module::from_buffer(&silent).unwrap();
        let data = &module.data.iter().next().unwrap().value;
        assert_eq!(data[..8 + PLACE], [0; 8 + PLACE]);
        // This one ends before the name does.
        assert_eq!(data[8 + PLACE..][..8], [0, 4, 0, 0, 7, 0, 0, 0]);
    }

    #[test]
    fn what_panics_say_is_blanked_and_texts_around_it_stay() {
        let mut data =
            b"titlecalled `Option::unwrap()` on a `None` valuelinkFnOnce called twice".to_vec();
        blank_words(&mut data);
        let left: Vec<u8> = data.iter().copied().filter(|byte| *byte != 0).collect();
        assert_eq!(left, b"titlelinkFnOnce called twice");
        assert_eq!(data.len(), 71);
        blank_words(&mut []);
    }

    #[test]
    fn formatting_is_only_for_panics() {
        let (format, debug) = ("core[f0]::fmt::write", "<&usize as core::fmt::Debug>::fmt");
        assert!(silence(&program(debug, format)).is_ok());
        assert!(silence(&program("core::panicking::panic_fmt", format)).is_ok());
        let error = silence(&program("page::work", format)).unwrap_err().to_string();
        assert!(
            error
                .starts_with("page::work calls core[f0]::fmt::write, but the page formats no text"),
            "{error}"
        );
    }
}
