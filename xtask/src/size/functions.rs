//! `size --functions`: which functions of the engine weigh most.
//!
//! Reads the engine as it ships, but with its names kept. Bytes are those of the code before brotli, which is fair to within
//! a quarter: code compresses much alike.

use anyhow::{Context, Result};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::path::Path;
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

/// One function of a module.
struct Function {
    name: String,
    bytes: usize,
}

/// The heaviest parts of the crate, and the heaviest functions: `count` of each. With `only`, the functions of that part, such as `engine::step`.
pub fn table(module: &Path, count: usize, only: Option<&str>) -> Result<String> {
    let bytes = std::fs::read(module).with_context(|| format!("could not read {}", module.display()))?;
    let mut functions = read(&bytes).with_context(|| format!("{} is not wasm", module.display()))?;
    functions.sort_by(|a, b| b.bytes.cmp(&a.bytes).then_with(|| a.name.cmp(&b.name)));

    let mut parts: BTreeMap<String, usize> = BTreeMap::new();
    for function in &functions {
        *parts.entry(part(&function.name)).or_default() += function.bytes;
    }
    let mut parts: Vec<(usize, String)> = parts.into_iter().map(|(name, bytes)| (bytes, name)).collect();
    parts.sort_by(|a, b| b.cmp(a));

    let mut text = String::new();
    if let Some(only) = only {
        functions.retain(|function| part(&function.name).starts_with(only));
        let sum: usize = functions.iter().map(|function| function.bytes).sum();
        let _infallible = writeln!(text, "\n{only}: {sum} bytes in {} functions", functions.len());
    } else {
        text.push_str("\nby file\n");
        for (bytes, name) in parts.iter().take(count) {
            let _infallible = writeln!(text, "{bytes:>8}  {name}");
        }
        text.push_str("\nby function\n");
    }
    for Function { name, bytes } in functions.iter().take(count) {
        let _infallible = writeln!(text, "{bytes:>8}  {}", without_hash(name));
    }
    Ok(text)
}

/// The functions with a body, named by the name section.
fn read(module: &[u8]) -> Result<Vec<Function>> {
    let mut imported = 0;
    let mut sizes = Vec::new();
    let mut names = HashMap::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_) | TypeRef::FuncExact(_)));
                }
            }
            Payload::CodeSectionEntry(body) => sizes.push(body.range().len()),
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(subsections) = section.as_known() {
                    for subsection in subsections {
                        if let Name::Function(functions) = subsection? {
                            for naming in functions {
                                let naming = naming?;
                                names.insert(naming.index, naming.name.to_owned());
                            }
                        }
                    }
                }
            }
            _ => {}
        }
    }
    let named = |(index, bytes)| Function { name: names.remove(&index).unwrap_or_else(|| "(no name)".to_owned()), bytes };
    Ok((imported..).zip(sizes).map(named).collect())
}

/// Whose a function is: the file of ours that it stands in, or that it was made for. A closure, or a generic function of the standard
/// library made for a closure, belongs where the closure is written; another generic one to the first of our types in its name. What is
/// nobody's is named by crate and module.
fn part(name: &str) -> String {
    let name = without_hash(name);
    let ours: Vec<&str> = name.split("shopbell::").skip(1).collect();
    let written = ours.iter().rev().find(|piece| piece.contains("{closure")).or(ours.first());
    if let Some(piece) = written {
        return modules(piece, 2);
    }
    let outer = modules(name.trim_start_matches(['<', '&']).trim_start_matches("mut "), 2);
    if outer.is_empty() { "(generic)".to_owned() } else { format!("~ {outer}") }
}

/// The modules that a path begins with, at most so many: a module begins with a small letter, the last segment is a function or a type.
fn modules(path: &str, most: usize) -> String {
    let path: String = path.chars().take_while(|letter| letter.is_alphanumeric() || "_:".contains(*letter)).collect();
    let segments: Vec<&str> = path.split("::").filter(|segment| !segment.is_empty()).collect();
    let small = |segment: &&str| segment.starts_with(|letter: char| letter.is_lowercase() || letter == '_');
    let count = segments.len().saturating_sub(1).clamp(1, most);
    segments.into_iter().take(count).take_while(small).collect::<Vec<_>>().join("::")
}

/// Without what rustc adds to tell namesakes apart: `::h0123456789abcdef` at the end, `[0123456789abcdef]` after a crate.
fn without_hash(name: &str) -> String {
    let name = match name.rsplit_once("::h") {
        Some((path, hash)) if hash.len() == 16 => path,
        _ => name,
    };
    let mut text = String::new();
    for piece in name.split('[') {
        match piece.split_once(']') {
            // Zeros in front are not written.
            Some((hash, rest)) if hash.len() > 8 && hash.bytes().all(|digit| digit.is_ascii_hexdigit()) => text.push_str(rest),
            _ if text.is_empty() => text.push_str(piece),
            _ => text.extend(["[", piece]),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_counted_under_their_module() {
        for (name, expected) in [
            ("shopbell::web::host::Host::run::h07bbd5dd314e0ed7", "web::host"),
            ("<shopbell::rules::action::Action as core::clone::Clone>::clone::h401", "rules::action"),
            ("core::ptr::drop_in_place<alloc::rc::Rc<shopbell::web::host::Host>>::hedd8", "web::host"),
            (
                "<core::iter::Map<Iter<shopbell::engine::fact::Fact>, shopbell::rules::tree::f::{closure#0}> as Iterator>::fold",
                "rules::tree",
            ),
            ("<dlmalloc[e24a27700634d609]::dlmalloc::Dlmalloc<A>>::malloc", "~ dlmalloc::dlmalloc"),
            ("core[c5930c85a12de822]::fmt::write", "~ core::fmt"),
            ("shopbell[52ecd6e4ada2e4]::engine::step::step", "engine::step"),
            ("engine_new", "~ engine_new"),
            ("<T as alloc::string::ToString>::to_string", "(generic)"),
        ] {
            assert_eq!(part(name), expected, "{name}");
        }
        assert_eq!(without_hash("a::b::h07bbd5dd314e0ed7"), "a::b");
        assert_eq!(without_hash("a::hello"), "a::hello");
        assert_eq!(without_hash("<[T]>::sort"), "<[T]>::sort");
    }

    #[test]
    fn sizes_and_names_are_read() {
        // (module (import "a" "b" (func)) (func $f nop nop)), with a name section that calls the second function `f`.
        let module = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x02\x07\x01\x01a\x01b\0\0\x03\x02\x01\0\x0a\x06\x01\x04\0\x01\x01\x0b\
            \0\x0b\x04name\x01\x04\x01\x01\x01f";
        let functions = read(module).unwrap();
        assert_eq!(functions.len(), 1);
        assert_eq!((functions[0].name.as_str(), functions[0].bytes), ("f", 4));
        assert!(read(b"no wasm").is_err());
    }
}
