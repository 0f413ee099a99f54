//! Takes out of the program what it asks for where there is no `globalThis`: js-sys then looks for the global object by
//! three older names. Every browser that runs the page has `globalThis`, which is older than the page's WebAssembly.

use anyhow::{Context, Result, bail};
use walrus::{ImportKind, ModuleConfig};

/// How the names of the functions begin that give it by another name.
const OLDER: [&str; 3] = [
    "__wbg_static_accessor_SELF_",
    "__wbg_static_accessor_WINDOW_",
    "__wbg_static_accessor_GLOBAL_",
];
const NEWEST: &str = "__wbg_static_accessor_GLOBAL_THIS_";

/// The program in which these functions give nothing, and are no imports.
pub(crate) fn by_one_name(program: &[u8]) -> Result<Vec<u8>> {
    let mut module = ModuleConfig::new()
        .parse(program)
        .context("the WebAssembly could not be read to find how it asks for `globalThis`")?;
    let is_older =
        |name: &str| OLDER.iter().any(|older| name.starts_with(older)) && !name.starts_with(NEWEST);
    let older = module.imports.iter().filter(|import| is_older(&import.name));
    let older: Vec<_> = older
        .filter_map(|import| match import.kind {
            ImportKind::Function(function) => Some(function),
            _ => None,
        })
        .collect();
    if older.len() != OLDER.len() {
        bail!("js-sys asks for the global object in a way that xtask/src/globals.rs does not know");
    }
    for function in older {
        // The place of an object among those of the program; none.
        module.replace_imported_func(function, |(body, _)| {
            body.i32_const(0);
        })?;
    }
    Ok(module.emit_wasm())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::{NEWEST, OLDER, by_one_name};
    use walrus::{Module, ModuleConfig, ValType};

    fn program(imports: &[String]) -> Vec<u8> {
        let mut module = Module::with_config(ModuleConfig::new());
        let kind = module.types.add(&[], &[ValType::I32]);
        for name in imports {
            let (function, _) = module.add_import_func("host", name, kind);
            module.exports.add(name, function);
        }
        module.emit_wasm()
    }

    #[test]
    fn the_older_names_are_asked_for_no_more() {
        let hashed = |name: &str| [name, "0123abcd"].concat();
        let mut names: Vec<String> = OLDER.map(hashed).to_vec();
        names.extend([NEWEST, "__wbg_fetch_"].map(hashed));
        let program = by_one_name(&program(&names)).unwrap();
        let module = ModuleConfig::new().parse(&program).unwrap();
        let left: Vec<_> = module.imports.iter().map(|import| &import.name).collect();
        assert_eq!(left, [&names[3], &names[4]]);
        for name in &names {
            let function = module.exports.get_func(name).unwrap();
            let is_own = matches!(module.funcs.get(function).kind, walrus::FunctionKind::Local(_));
            assert_eq!(is_own, !left.contains(&name), "{name}");
        }
    }

    #[test]
    fn another_way_to_ask_is_an_error() {
        let error = by_one_name(&program(&[])).unwrap_err().to_string();
        assert!(error.ends_with("xtask/src/globals.rs does not know"), "{error}");
        assert!(by_one_name(b"no program").is_err());
    }
}
