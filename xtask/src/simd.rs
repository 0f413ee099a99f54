//! Puts the one function with SIMD into the program. Browsers and processors without (Safari before 16.4, Firefox before
//! 89, x86 before SSE4.1) refuse a program as a whole that has a single instruction of it, and get the one without.
//!
//! The compiler cannot be asked for this: where one function may have SIMD it uses that in all others, and the plain
//! program would be a second build. So the function is written here, instruction by instruction, in the place of one
//! that knows nothing (crates/archive/src/search/scan.rs).

use anyhow::{Context, Result, anyhow, bail};
use std::convert::Infallible;
use wasm_encoder::{
    BlockType, CodeSection, Function, InstructionSink, MemArg, Module, ValType,
    reencode::{Error, Reencode},
};
use wasmparser::{FunctionBody, KnownCustom, Name, Parser, Payload, TypeRef};

/// A part of the name of the function. wasm-opt is told to leave it as it is.
pub(crate) const FUNCTION: &str = "bytes_without";

/// How many bytes it looks at at a time.
const WIDTH: i32 = 16;

/// What is set in each of them before it is compared: so a capital of ASCII is its small letter.
const CASE: i32 = 0x20;

/// The program in which the function has SIMD. `program` has to name its functions.
pub(crate) fn with_simd(program: &[u8]) -> Result<Vec<u8>> {
    let mut with = WithSimd { body: place(program)?, seen: 0 };
    let mut module = Module::new();
    with.parse_core_module(&mut module, Parser::new(0), program)
        .map_err(|error| anyhow!("the WebAssembly could not be read to put SIMD in: {error}"))?;
    Ok(module.finish())
}

/// Which of the program's own functions it is.
fn place(program: &[u8]) -> Result<usize> {
    let (mut imported, mut types, mut functions, mut found) =
        (0, Vec::new(), Vec::new(), Vec::new());
    for payload in Parser::new(0).parse_all(program) {
        match payload.context("the WebAssembly could not be read to find what is to have SIMD")? {
            Payload::TypeSection(section) => {
                types = section.into_iter_err_on_gc_types().collect::<Result<_, _>>()?;
            }
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    imported += usize::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::FunctionSection(section) => {
                functions = section.into_iter().collect::<Result<_, _>>()?;
            }
            Payload::CustomSection(section) => {
                let KnownCustom::Name(names) = section.as_known() else { continue };
                for name in names {
                    let Name::Function(names) = name? else { continue };
                    for name in names {
                        let name = name?;
                        if name.name.contains(FUNCTION) {
                            found.push(usize::try_from(name.index)?);
                        }
                    }
                }
            }
            _ => {}
        }
    }
    let [function] = found[..] else {
        bail!("{} functions of the page are called {FUNCTION}, and not one", found.len())
    };
    let own = function.checked_sub(imported);
    let kind = own.and_then(|own| types.get(*functions.get(own)? as usize));
    let number = wasmparser::ValType::I32;
    match (own, kind) {
        // Where the text begins, how long it is, and the byte.
        (Some(own), Some(kind)) if kind.params() == [number; 3] && kind.results() == [number] => {
            Ok(own)
        }
        _ => bail!("{FUNCTION} takes other values than xtask/src/simd.rs knows: {kind:?}"),
    }
}

/// Writes a module anew, in which this function has SIMD.
struct WithSimd {
    body: usize,
    seen: usize,
}

impl Reencode for WithSimd {
    type Error = Infallible;

    fn parse_function_body(
        &mut self,
        code: &mut CodeSection,
        body: FunctionBody<'_>,
    ) -> Result<(), Error> {
        let is_it = self.seen == self.body;
        self.seen += 1;
        if is_it {
            code.function(&bytes_without());
            return Ok(());
        }
        wasm_encoder::reencode::utils::parse_function_body(self, code, body)
    }
}

/// How many bytes at the beginning of a text are surely others, by sixteen.
fn bytes_without() -> Function {
    let [text, length, byte, at] = [0, 1, 2, 3];
    let mut function = Function::new([(1, ValType::I32)]);
    let mut steps: InstructionSink<'_> = function.instructions();
    steps.block(BlockType::Empty).loop_(BlockType::Empty);
    // Out of the loop where there are not sixteen more, or one of them is the byte.
    steps.local_get(at).i32_const(WIDTH).i32_add().local_get(length).i32_gt_u().br_if(1);
    steps.local_get(text).local_get(at).i32_add();
    steps.v128_load(MemArg { offset: 0, align: 0, memory_index: 0 });
    steps.i32_const(CASE).i8x16_splat().v128_or();
    steps.local_get(byte).i8x16_splat().i8x16_eq().v128_any_true().br_if(1);
    steps.local_get(at).i32_const(WIDTH).i32_add().local_set(at);
    steps.br(0).end().end().local_get(at).end();
    function
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::{FUNCTION, with_simd};
    use crate::run::program;
    use std::fs;
    use walrus::{FunctionBuilder, Module, ModuleConfig, ValType};
    use wasmparser::{Validator, WasmFeatures};

    /// A program with functions of these names, which take three numbers and give zero.
    fn functions(names: &[&str], given: ValType) -> Vec<u8> {
        let mut module = Module::with_config(ModuleConfig::new());
        let memory = module.memories.add_local(false, false, 1, None, None);
        module.exports.add("memory", memory);
        let numbers = [ValType::I32, ValType::I32, ValType::I32];
        for name in names {
            let arguments = numbers.map(|kind| module.locals.add(kind)).to_vec();
            let mut function = FunctionBuilder::new(&mut module.types, &numbers, &[given]);
            function.name((*name).to_owned());
            match given {
                ValType::I64 => function.func_body().i64_const(0),
                _ => function.func_body().i32_const(0),
            };
            let function = function.finish(arguments, &mut module.funcs);
            module.exports.add(name, function);
        }
        module.emit_wasm()
    }

    #[test]
    fn it_passes_over_as_many_sixteens_as_do_not_hold_the_byte() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let plain = functions(&["before", FUNCTION, "behind"], ValType::I32);
        let before = || Validator::new_with_features(WasmFeatures::all() - WasmFeatures::SIMD);
        before().validate_all(&plain).unwrap();
        let program_with = with_simd(&plain).unwrap();
        assert!(before().validate_all(&program_with).is_err());
        fs::write(at("plain.wasm"), plain).unwrap();
        fs::write(at("simd.wasm"), program_with).unwrap();
        // Every length and every place of the byte, wherever the text begins, and as the last of the memory, too.
        let script = r#"
            import { readFileSync } from "node:fs";
            const read = (name) => readFileSync(new URL(name, import.meta.url));
            const start = async (name) => (await WebAssembly.instantiate(read(name))).instance.exports;
            const [plain, simd] = [await start("plain.wasm"), await start("simd.wasm")];
            const bytes = new Uint8Array(simd.memory.buffer);
            for (let length = 0; length < 70; length++) {
              for (const begin of [0, 1, 7, bytes.length - length]) {
                for (let place = -1; place <= length && begin + place < bytes.length; place++) {
                  bytes.fill(7);
                  const whole = place >= 0 && place < length ? place : length;
                  const expected = whole - (whole % 16);
                  for (const byte of [0xea, 0xca]) {
                    if (place >= 0) bytes[begin + place] = byte;
                    const found = simd.bytes_without(begin, length, 0xea + 256);
                    if (found !== expected) throw new Error(`${length} bytes from ${begin}, ${place}: ${found}`);
                  }
                }
              }
            }
            if (plain.bytes_without(0, 70, 234) || simd.before(0, 70, 234) || simd.behind(0, 70, 234)) throw new Error("0");
        "#;
        fs::write(at("test.mjs"), script).unwrap();
        assert!(program("node").arg(at("test.mjs")).status().unwrap().success());
    }

    #[test]
    fn another_function_is_an_error() {
        for (names, given, expected) in [
            (
                &["before"][..],
                ValType::I32,
                "0 functions of the page are called bytes_without, and not one",
            ),
            (
                &["bytes_without.1", "bytes_without.2"],
                ValType::I32,
                "2 functions of the page are called",
            ),
            (&[FUNCTION], ValType::I64, "takes other values than xtask/src/simd.rs knows"),
        ] {
            let error = with_simd(&functions(names, given)).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        }
        assert!(with_simd(b"no program").is_err());
    }
}
