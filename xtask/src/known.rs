//! Answers for the browser what the program asks of it though the answer is known. Every browser that runs the page has
//! `globalThis` and `queueMicrotask`, which are older than the page's WebAssembly, and `fetch` answers with a `Response`;
//! js-sys and Leptos look whether that is so, and have other ways ready.

use anyhow::{Context, Result, bail};
use walrus::ir::{Call, Visitor, dfs_in_order};
use walrus::{FunctionId, Import, ImportKind, Module, ModuleConfig, ValType};

/// A function of the browser, by the beginning of its name and how many values it takes, and what is known of it.
struct Known {
    name: &'static str,
    takes: usize,
    gives: i32,
}

/// The place of an object among those of the program, or the object itself; none.
const NOTHING: i32 = 0;
const YES: i32 = 1;

const KNOWN: [Known; 9] = [
    // The global object has a newer name.
    Known { name: "__wbg_static_accessor_SELF_", takes: 0, gives: NOTHING },
    Known { name: "__wbg_static_accessor_WINDOW_", takes: 0, gives: NOTHING },
    Known { name: "__wbg_static_accessor_GLOBAL_", takes: 0, gives: NOTHING },
    Known { name: "__wbg_instanceof_Window_", takes: 1, gives: YES },
    Known { name: "__wbg_instanceof_Response_", takes: 1, gives: YES },
    // The one thing that is asked to be a function is `queueMicrotask`. Without it, a promise's `then` would be taken.
    Known { name: "__wbg_queueMicrotask_", takes: 1, gives: NOTHING },
    Known { name: "__wbg___wbindgen_is_function_", takes: 1, gives: YES },
    Known { name: "__wbg_resolve_", takes: 1, gives: NOTHING },
    Known { name: "__wbg_then_", takes: 2, gives: NOTHING },
];

/// What begins with one of these names and is another function.
const NEWEST: &str = "__wbg_static_accessor_GLOBAL_THIS_";

impl Known {
    /// The function, if an import is it.
    fn function(&self, module: &Module, import: &Import) -> Option<FunctionId> {
        let ImportKind::Function(function) = import.kind else { return None };
        let kind = module.types.get(module.funcs.get(function).ty());
        let is_it = import.name.starts_with(self.name)
            && !import.name.starts_with(NEWEST)
            && kind.params().len() == self.takes
            && kind.results().len() == 1;
        is_it.then_some(function)
    }
}

/// The program in which these functions give what is known, and are no imports.
pub(crate) fn without_known(program: &[u8]) -> Result<Vec<u8>> {
    let mut module = ModuleConfig::new()
        .parse(program)
        .context("the WebAssembly could not be read to find what it asks of the browser")?;
    for known in KNOWN {
        let functions: Vec<FunctionId> =
            module.imports.iter().filter_map(|import| known.function(&module, import)).collect();
        let [function] = functions[..] else {
            bail!(
                "js-sys and Leptos ask for {} in {} ways, and xtask/src/known.rs knows of one",
                known.name,
                functions.len()
            );
        };
        let calls = calls(&module, function);
        if calls > 1 {
            bail!(
                "{} is asked for at {calls} places, and xtask/src/known.rs knows the answer at one",
                known.name
            );
        }
        let kind = module.types.get(module.funcs.get(function).ty()).results()[0];
        module.replace_imported_func(function, |(body, _)| {
            match kind {
                ValType::Ref(kind) => body.ref_null(kind),
                _ => body.i32_const(known.gives),
            };
        })?;
    }
    Ok(module.emit_wasm())
}

/// At how many places a function is called.
fn calls(module: &Module, function: FunctionId) -> usize {
    struct Calls(FunctionId, usize);
    impl Visitor<'_> for Calls {
        fn visit_call(&mut self, call: &Call) {
            self.1 += usize::from(call.func == self.0);
        }
    }
    let mut calls = Calls(function, 0);
    for (_, function) in module.funcs.iter_local() {
        dfs_in_order(&mut calls, function, function.entry_block());
    }
    calls.1
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::{KNOWN, Known, NEWEST, without_known};
    use walrus::ir::{Instr, Value};
    use walrus::{FunctionBuilder, FunctionKind, Module, ModuleConfig, ValType};

    /// A program with these imports, each by its name and how many values it takes.
    fn program(imports: &[(&str, usize)]) -> Vec<u8> {
        let mut module = Module::with_config(ModuleConfig::new());
        for (name, takes) in imports {
            let kind = module.types.add(&vec![ValType::I32; *takes], &[ValType::I32]);
            let (function, _) = module.add_import_func("host", &[name, "0123abcd"].concat(), kind);
            module.exports.add(&format!("{name}{takes}"), function);
        }
        module.emit_wasm()
    }

    #[test]
    fn what_is_known_is_asked_for_no_more() {
        let mut imports = KNOWN.map(|known| (known.name, known.takes)).to_vec();
        // The last two are the call of a function that is looked for, and the `then` that is needed.
        imports.extend([(NEWEST, 0), ("__wbg_fetch_", 1), ("__wbg_then_", 3)]);
        let program = without_known(&program(&imports)).unwrap();
        let module = ModuleConfig::new().parse(&program).unwrap();
        let left: Vec<_> = module.imports.iter().map(|import| import.name.as_str()).collect();
        let hashed = |name: &str| [name, "0123abcd"].concat();
        assert_eq!(left, [NEWEST, "__wbg_fetch_", "__wbg_then_"].map(hashed));
        for Known { name, takes, gives } in KNOWN {
            let function = module.exports.get_func(format!("{name}{takes}")).unwrap();
            let FunctionKind::Local(own) = &module.funcs.get(function).kind else {
                unreachable!("{name} is an import still")
            };
            let [(Instr::Const(answer), _)] = &own.block(own.entry_block()).instrs[..] else {
                unreachable!("{name} does more than answer")
            };
            assert!(matches!(answer.value, Value::I32(answer) if answer == gives), "{name}");
        }
    }

    #[test]
    fn what_is_asked_for_at_two_places_is_an_error() {
        let imports = KNOWN.map(|known| (known.name, known.takes));
        let mut module = ModuleConfig::new().parse(&program(&imports)).unwrap();
        let asked = module.exports.get_func([KNOWN[0].name, "0"].concat()).unwrap();
        let mut twice = FunctionBuilder::new(&mut module.types, &[], &[]);
        twice.func_body().call(asked).drop().call(asked).drop();
        let twice = twice.finish(Vec::new(), &mut module.funcs);
        module.exports.add("twice", twice);
        let error = without_known(&module.emit_wasm()).unwrap_err().to_string();
        assert!(error.contains("SELF_ is asked for at 2 places"), "{error}");
    }

    #[test]
    fn another_way_to_ask_is_an_error() {
        let error = without_known(&program(&[])).unwrap_err().to_string();
        assert!(error.ends_with("in 0 ways, and xtask/src/known.rs knows of one"), "{error}");
        assert!(without_known(b"no program").is_err());
    }
}
