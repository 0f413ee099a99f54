//! Puts functions that are alike next to one another, so that the program compresses better: what a compressor saw
//! lately it says in fewer bits. What a program runs without, such as the names of functions and of the compiler, it
//! loses here.

use anyhow::{Context, Result};
use std::collections::{BTreeSet, HashMap};
use std::convert::Infallible;
use wasm_encoder::{
    CodeSection, FunctionSection, Module,
    reencode::{Error, Reencode},
};
use wasmparser::{
    CodeSectionReader, CustomSectionReader, FunctionSectionReader, MemArg, Parser, Payload, TypeRef,
};

/// How many bytes in a row two functions must share to be alike.
const SHARED: usize = 2;

/// The program with its functions in an order in which they compress well.
pub(crate) fn arrange(program: &[u8]) -> Result<Vec<u8>> {
    let (mut imported, mut bodies) = (0, Vec::new());
    let unreadable = "the WebAssembly could not be read to order its functions";
    for payload in Parser::new(0).parse_all(program) {
        match payload.context(unreadable)? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += usize::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
            _ => {}
        }
    }
    let order = by_likeness(&bodies);
    let mut places = vec![0; order.len()];
    for (place, function) in order.iter().enumerate() {
        places[*function] = u32::try_from(imported + place)?;
    }
    let mut arranged = Module::new();
    let mut arranging = Arranging { imported, order, places };
    arranging
        .parse_core_module(&mut arranged, Parser::new(0), program)
        .map_err(|error| anyhow::anyhow!("{unreadable}: {error}"))?;
    Ok(arranged.finish())
}

/// Writes a module anew, with its functions in another order.
struct Arranging {
    /// How many functions are imported: these stand before all others and keep their places.
    imported: usize,
    /// The functions of the module by their new places.
    order: Vec<usize>,
    /// The new places by the old ones.
    places: Vec<u32>,
}

impl Reencode for Arranging {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error> {
        let own = usize::try_from(function).ok().and_then(|at| at.checked_sub(self.imported));
        Ok(own.and_then(|own| self.places.get(own)).copied().unwrap_or(function))
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error> {
        let kinds = section.into_iter().collect::<Result<Vec<_>, _>>()?;
        for function in &self.order {
            functions.function(kinds[*function]);
        }
        Ok(())
    }

    /// How far an address is said to be aligned is a hint, and one that no browser heeds: said of all in the same way
    /// it takes less.
    fn mem_arg(&mut self, place: MemArg) -> Result<wasm_encoder::MemArg, Error> {
        Ok(wasm_encoder::MemArg { offset: place.offset, align: 0, memory_index: place.memory })
    }

    fn parse_custom_section(
        &mut self,
        _: &mut Module,
        _: CustomSectionReader<'_>,
    ) -> Result<(), Error> {
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), Error> {
        let bodies = section.into_iter().collect::<Result<Vec<_>, _>>()?;
        for function in self.order.clone() {
            self.parse_function_body(code, bodies[function].clone())?;
        }
        Ok(())
    }
}

/// The functions in an order in which each has as little as possible that the one before it has not. Measured: where
/// more than one before counts, or longer parts, the program is larger.
fn by_likeness(bodies: &[&[u8]]) -> Vec<usize> {
    let parts: Vec<Vec<&[u8]>> = bodies
        .iter()
        .map(|body| {
            let mut parts: Vec<_> = body.windows(SHARED).collect();
            parts.sort_unstable();
            parts.dedup();
            parts
        })
        .collect();
    let mut holders: HashMap<&[u8], Vec<usize>> = HashMap::new();
    for (function, parts) in parts.iter().enumerate() {
        for part in parts {
            holders.entry(part).or_default().push(function);
        }
    }

    let mut left: BTreeSet<usize> = (0..bodies.len()).collect();
    let mut order = Vec::with_capacity(bodies.len());
    let mut next = left.iter().copied().min_by_key(|function| bodies[*function].len());
    while let Some(function) = next {
        left.remove(&function);
        order.push(function);
        // How many parts each has of those of this one.
        let mut shared = vec![0_u32; bodies.len()];
        for part in &parts[function] {
            holders[part].iter().for_each(|holder| shared[*holder] += 1);
        }
        let likeness = |function: usize| {
            let whole = u32::try_from(parts[function].len() + 1).unwrap_or(u32::MAX);
            f64::from(shared[function]) / f64::from(whole)
        };
        let better = |one: &usize, other: &usize| {
            likeness(*one).total_cmp(&likeness(*other)).then(other.cmp(one))
        };
        next = left.iter().copied().max_by(better);
    }
    order
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::{arrange, by_likeness};
    use walrus::{
        FunctionBuilder, ModuleConfig,
        ir::{Instr, LoadKind, MemArg},
    };
    use wasmparser::{Parser, Payload};

    #[test]
    fn functions_that_are_alike_stand_together_and_each_stands_once() {
        let kinds = ["abcdefghijklmnop", "0123456789012345"];
        let bodies: Vec<String> =
            (0..20).map(|n| format!("{}{n}", kinds[n % 2].repeat(1 + n / 5))).collect();
        let bodies: Vec<&[u8]> = bodies.iter().map(String::as_bytes).collect();
        let order = by_likeness(&bodies);
        let changes = order.windows(2).filter(|pair| pair[0] % 2 != pair[1] % 2).count();
        assert_eq!(changes, 1, "{order:?}");
        let mut all = order.clone();
        all.sort_unstable();
        assert_eq!(all, (0..20).collect::<Vec<_>>());
        assert_eq!(by_likeness(&[]), Vec::<usize>::new());
    }

    #[test]
    fn whoever_calls_a_function_calls_it_in_its_new_place() {
        let mut module = walrus::Module::with_config(ModuleConfig::new());
        let kind = module.types.add(&[], &[]);
        let (host, _) = module.add_import_func("host", "call", kind);
        let mut before = None;
        for value in 0..5 {
            let mut function = FunctionBuilder::new(&mut module.types, &[], &[]);
            // Two kinds, by turns, of which each calls the one before it.
            let mut body = function.func_body();
            for _ in 0..3 {
                body.i32_const(value % 2 * 1_000_000).drop();
            }
            body.i32_const(value).drop().call(before.unwrap_or(host));
            before = Some(function.finish(Vec::new(), &mut module.funcs));
            module.exports.add(&value.to_string(), before.unwrap());
        }
        let plain = module.emit_wasm();
        let arranged = arrange(&plain).unwrap();
        assert_ne!(arranged, plain);
        let called = |module: &walrus::Module, name: &str| {
            let mut said = Vec::new();
            let mut at = module.exports.get_func(name).unwrap();
            // Down the calls, by the number that each function says of itself.
            while let walrus::FunctionKind::Local(function) = &module.funcs.get(at).kind {
                let instructions = &function.block(function.entry_block()).instrs;
                for (instruction, _) in instructions {
                    match instruction {
                        Instr::Const(number) => said.push(format!("{number:?}")),
                        Instr::Call(call) => at = call.func,
                        _ => {}
                    }
                }
            }
            said
        };
        let read = |program: &[u8]| ModuleConfig::new().parse(program).unwrap();
        let (plain, arranged) = (read(&plain), read(&arranged));
        for name in ["0", "1", "2", "3", "4"] {
            assert_eq!(called(&arranged, name), called(&plain, name));
        }
        assert!(arrange(b"no program").is_err());
    }

    #[test]
    fn what_a_program_runs_without_is_lost() {
        let mut module = walrus::Module::default();
        let memory = module.memories.add_local(false, false, 1, None, None);
        let mut function = FunctionBuilder::new(&mut module.types, &[], &[]);
        function.name("read".to_owned());
        let place = MemArg { align: 4, offset: 8 };
        function
            .func_body()
            .i32_const(0)
            .load(memory, LoadKind::I32 { atomic: false }, place)
            .drop();
        let function = function.finish(Vec::new(), &mut module.funcs);
        module.exports.add("read", function);
        let custom = |program: &[u8]| {
            let parts = Parser::new(0).parse_all(program).map(Result::unwrap);
            parts.filter(|part| matches!(part, Payload::CustomSection(_))).count()
        };
        let plain = module.emit_wasm();
        let arranged = arrange(&plain).unwrap();
        assert!(custom(&plain) > 0 && custom(&arranged) == 0);
        let read = ModuleConfig::new().parse(&arranged).unwrap();
        let kind = &read.funcs.get(read.exports.get_func("read").unwrap()).kind;
        let walrus::FunctionKind::Local(function) = kind else { panic!("it is imported") };
        let load = &function.block(function.entry_block()).instrs[1].0;
        let Instr::Load(load) = load else { panic!("it loads nothing") };
        assert_eq!((load.arg.align, load.arg.offset), (1, 8));
    }
}
