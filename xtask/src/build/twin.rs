//! The twin of a module: the same code as plain JavaScript, for pages whose policy forbids wasm.
//!
//! It is made of the very module that ships, so that both decide alike: what the twin's language lacks is lowered by wasm-opt, wasm2js writes
//! it, and here it becomes a function from the glue's imports to the module's exports. Nobody else ever loads it.

use super::esbuild::{self, Shape};
use crate::{program, project};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;
use walrus::{ExportItem, Module, RefType};

/// What wasm2js cannot say, said otherwise.
const LOWERED: [&str; 3] = ["--llvm-memory-copy-fill-lowering", "--signext-lowering", "--llvm-nontrapping-fptoint-lowering"];
/// What both need to read the module.
const FEATURES: [&str; 5] =
    ["--enable-bulk-memory", "--enable-sign-ext", "--enable-nontrapping-float-to-int", "--enable-mutable-globals", "--enable-multivalue"];

/// Writes the twin of `wasm` into `into`; `folder` is for what comes between.
pub fn make(wasm: &Path, folder: &Path, into: &Path) -> Result<()> {
    let name = into.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let path = |part: &str| folder.join(format!("{name}.{part}"));
    let table = without_table(wasm, &path("one.wasm"))?;
    let mut lower = program::npm_program("wasm-opt");
    lower.arg(path("one.wasm")).arg("-o").arg(path("lowered.wasm")).args(FEATURES).args(LOWERED);
    program::succeed(&mut lower, &format!("lower {name}"))?;
    let mut write = program::npm_program("wasm2js");
    write.arg(path("lowered.wasm")).arg("-o").arg(path("written.js")).args(FEATURES).arg("-Oz");
    program::succeed(&mut write, &format!("write {name} as JavaScript"))?;
    let written = fs::read_to_string(path("written.js")).with_context(|| format!("could not read {}", path("written.js").display()))?;
    fs::write(path("source.js"), shipped(&written, &table)?)?;
    esbuild::bundle(&path("source.js"), into, Shape::Module)
}

/// Takes out the table of the page's values, which only the glue knows and wasm2js does not: what it is exported as, and how long it is.
fn without_table(wasm: &Path, into: &Path) -> Result<Option<(String, u64)>> {
    let shown = project::shown(wasm);
    let mut module = Module::from_file(wasm).with_context(|| format!("could not read {shown}"))?;
    let found = module.exports.iter().find_map(|export| match export.item {
        ExportItem::Table(table) if module.tables.get(table).element_ty == RefType::EXTERNREF => {
            Some((export.id(), table, export.name.clone()))
        }
        ExportItem::Table(_) | ExportItem::Function(_) | ExportItem::Memory(_) | ExportItem::Global(_) | ExportItem::Tag(_) => None,
    });
    let table = found.map(|(export, table, name)| {
        let length = module.tables.get(table).initial;
        module.exports.delete(export);
        module.tables.delete(table);
        (name, length)
    });
    module.emit_wasm_file(into).with_context(|| format!("could not write {shown} without its table"))?;
    Ok(table)
}

/// How the module begins and ends as wasm2js writes it, and where its memory has grown.
const BEGINS: &str = "import * as ";
const ENDS: &str = "\nvar retasmFunc = asmFunc(";
const GROWN: &str = "   buffer = newBuffer;\n";

/// As a function from imports to exports. Memory that has grown takes the old one away, as wasm does, so that nobody looks at a stale one.
fn shipped(written: &str, table: &Option<(String, u64)>) -> Result<String> {
    let changed = "has wasm2js changed? See build/twin.rs";
    let Some((body, _)) = written.split_once(ENDS) else { bail!("the twin should hold `{}`; {changed}", ENDS.trim()) };
    let mut text: String = body.lines().filter(|line| !line.starts_with(BEGINS)).flat_map(|line| [line, "\n"]).collect();
    // A module that never grows has no such place.
    if text.contains("function __wasm_memory_grow") {
        if !text.contains(GROWN) {
            bail!("the twin should hold `{}`; {changed}", GROWN.trim());
        }
        text = text.replace(GROWN, &format!("   structuredClone(buffer, {{ transfer: [buffer] }});\n{GROWN}"));
    }
    text.push_str("\nexport default (imports) => {\n  const made = asmFunc(imports);\n");
    if let Some((name, length)) = table {
        text.push_str(&format!(
            "  const values = new Array({length});\n  made[{name:?}] = {{\n    get: (place) => values[place],\n    set: (place, value) => void (values[place] = value),\n    \
             grow: (more) => (values.length += more) - more,\n  }};\n"
        ));
    }
    text.push_str("  return made;\n};\n");
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::shipped;

    const WRITTEN: &str = "import * as a from 'a';\nfunction asmFunc(imports) {\n function __wasm_memory_grow(pagesToAdd) {\n   buffer = newBuffer;\n }\n return {};\n}\n\nvar retasmFunc = asmFunc({\n  \"a\": a,\n});\nexport var b = retasmFunc.b;\n";

    #[test]
    fn it_becomes_a_function() {
        let twin = shipped(WRITTEN, &Some(("e".into(), 4))).unwrap();
        assert!(!twin.contains("import *") && !twin.contains("retasmFunc"), "{twin}");
        assert!(
            twin.contains("transfer: [buffer]") && twin.contains("export default (imports) =>") && twin.contains("made[\"e\"]"),
            "{twin}"
        );
        assert!(!shipped(WRITTEN, &None).unwrap().contains("made["));
    }

    #[test]
    fn a_module_of_another_shape_is_refused() {
        for (from, to) in [("var retasmFunc", "var made"), ("   buffer = newBuffer;\n", "")] {
            let refused = shipped(&WRITTEN.replace(from, to), &None).unwrap_err();
            assert!(refused.to_string().contains("has wasm2js changed?"), "{refused}");
        }
    }
}
