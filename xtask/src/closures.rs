//! Takes out of the program the ways into closures of kinds that nobody makes.
//!
//! For each kind of closure that js-sys and web-sys could hand to JavaScript, wasm-bindgen has a function by which
//! JavaScript calls it. Its address is a part of what wasm-bindgen's command reads and then removes; but it stays in
//! the program's table of functions, and no optimiser may take anything out of that. What JavaScript does call is
//! exported by its name, and nobody looks for it in the table.

use anyhow::{Context, Result};
use std::collections::HashSet;
use walrus::{ElementItems, ExportItem, FunctionBuilder, FunctionId, ModuleConfig, ir};

/// Parts of the names of these functions.
const WAY_IN: [&str; 2] = ["wasm_bindgen", "::convert::closures::_::invoke"];

/// The program with a trap in the table where the ways in stood that nobody takes; the optimiser then takes them out,
/// with all that only they needed.
pub(crate) fn without_unused(program: &[u8]) -> Result<Vec<u8>> {
    let mut module = ModuleConfig::new()
        .parse(program)
        .context("the WebAssembly could not be read to take unused closures out")?;
    let mut used = Used(HashSet::new());
    for export in module.exports.iter() {
        if let ExportItem::Function(function) = export.item {
            used.0.insert(function);
        }
    }
    for (_, function) in module.funcs.iter_local() {
        ir::dfs_in_order(&mut used, function, function.entry_block());
    }
    let is_way_in = |name: &String| WAY_IN.iter().all(|part| name.contains(part));
    let ways_in =
        module.funcs.iter().filter(|function| function.name.as_ref().is_some_and(is_way_in));
    let ways_in = ways_in.map(walrus::Function::id).filter(|function| !used.0.contains(function));
    let unused: HashSet<_> = ways_in.collect();
    let mut trap = FunctionBuilder::new(&mut module.types, &[], &[]);
    trap.func_body().unreachable();
    let trap = trap.finish(vec![], &mut module.funcs);
    for segment in module.elements.iter_mut() {
        if let ElementItems::Functions(functions) = &mut segment.items {
            for function in functions.iter_mut().filter(|function| unused.contains(function)) {
                *function = trap;
            }
        }
    }
    Ok(module.emit_wasm())
}

/// The functions that are exported or called by name.
struct Used(HashSet<FunctionId>);

impl ir::Visitor<'_> for Used {
    fn visit_function_id(&mut self, function: &FunctionId) {
        self.0.insert(*function);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::without_unused;
    use walrus::{
        ConstExpr, ElementItems, ElementKind, FunctionBuilder, Module, ModuleConfig, RefType,
        ir::Value,
    };

    #[test]
    fn ways_in_that_are_not_taken_go_out_of_the_table_and_the_rest_stays() {
        let way_in = "wasm_bindgen[a1]::convert::closures::_::invoke";
        let [exported, reached, unused, more] =
            [1, 2, 3, 4].map(|kind| format!("{way_in}::<{kind}>"));
        let other = "page[b2]::unused";
        let mut module = Module::default();
        let mut add = |name: &str, calls| {
            let mut builder = FunctionBuilder::new(&mut module.types, &[], &[]);
            builder.name(name.to_owned());
            match calls {
                Some(function) => builder.func_body().call(function),
                None => builder.func_body().i32_const(42).drop(),
            };
            builder.finish(vec![], &mut module.funcs)
        };
        let functions = [&exported, &reached, &unused, other, &more].map(|name| add(name, None));
        let shim = add("shim", Some(functions[1]));
        for (name, function) in [("a", functions[0]), ("b", shim)] {
            module.exports.add(name, function);
        }
        let table = module.tables.add_local(false, 5, Some(5), RefType::FUNCREF);
        let kind = ElementKind::Active { table, offset: ConstExpr::Value(Value::I32(0)) };
        module.elements.add(kind, ElementItems::Functions(functions.to_vec()));

        let module = without_unused(&module.emit_wasm()).unwrap();
        let module = ModuleConfig::new().parse(&module).unwrap();
        let segment = module.elements.iter().next().unwrap();
        let ElementItems::Functions(functions) = &segment.items else { panic!("no functions") };
        let names = functions.iter().map(|function| module.funcs.get(*function).name.as_deref());
        let names: Vec<_> = names.collect();
        assert_eq!(names, [Some(&*exported), Some(&reached), None, Some(other), None]);
        assert_eq!(functions[2], functions[4], "one trap is for all");
        assert!(without_unused(b"no program").is_err());
    }
}
