//! The sources of a crate, as far as their order is concerned: which module says which path.
//!
//! Read as tokens, not as text: what stands in comments and strings is no path, what stands in a macro
//! such as `view!` is one. Tests may look wherever they like and are left out.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A path of names, such as `classroom::check_in`.
pub type Names = Vec<String>;

/// A module: a file, or a `mod name { … }` in one.
#[derive(Default)]
pub struct Module {
    /// The file that it stands in, relative to the crate's `src`.
    pub file: String,
    /// What it defines itself.
    items: BTreeSet<String>,
    /// What it imports: the name here, the path there.
    imports: BTreeMap<String, Names>,
    /// What it imports whole.
    globs: Vec<Names>,
    /// The paths that it says, other than those it only passes on (`pub use` of what lies below it).
    pub says: BTreeSet<Names>,
}

/// A crate's modules by their path.
#[derive(Default)]
pub struct Crate {
    pub modules: BTreeMap<Names, Module>,
}

/// Where a path leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A module of this crate; whether the path names the module itself rather than something in it.
    Here { module: Names, whole: bool },
    /// Another crate, with the rest of the path.
    Other(Names),
}

impl Crate {
    /// Reads the folder `src` of a crate, from its `lib.rs` on.
    pub fn read(src: &Path) -> Crate {
        let mut read = Crate::default();
        read.file(src, "lib.rs", Vec::new());
        read
    }

    fn file(&mut self, src: &Path, file: &str, module: Names) {
        let text = std::fs::read_to_string(src.join(file)).unwrap();
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let stream: TokenStream = text.parse().unwrap_or_else(|error| panic!("{file}: {error}"));
        let mut below = Vec::new();
        self.module(file, &module, stream, &mut below);
        let folder = match file.rsplit_once('/') {
            Some((folder, "mod.rs")) => format!("{folder}/"),
            Some(_) => format!("{}/", file.trim_end_matches(".rs")),
            None if file == "lib.rs" => String::new(),
            None => format!("{}/", file.trim_end_matches(".rs")),
        };
        for path in below {
            let own = path[module.len()..].join("/");
            let file = [format!("{folder}{own}.rs"), format!("{folder}{own}/mod.rs")];
            let file = file.iter().find(|file| src.join(file).exists());
            let file = file.unwrap_or_else(|| panic!("{folder}{own}: no such file"));
            self.file(src, file, path);
        }
    }

    fn module(&mut self, file: &str, path: &Names, stream: TokenStream, below: &mut Vec<Names>) {
        let mut scan = Scan {
            module: Module {
                file: file.to_owned(),
                ..Module::default()
            },
            inline: Vec::new(),
            below: Vec::new(),
        };
        scan.tokens(stream, true);
        below.extend(scan.below.iter().map(|name| join(path, name)));
        for (name, stream) in std::mem::take(&mut scan.inline) {
            scan.module.items.insert(name.clone());
            self.module(file, &join(path, &name), stream, below);
        }
        self.modules.insert(path.clone(), scan.module);
    }

    /// Where a path leads that is said in a module; nothing if it begins with a name of its own.
    pub fn place(&self, module: &Names, said: &[String]) -> Option<Place> {
        self.follow(module, said, 0)
    }

    fn follow(&self, module: &Names, said: &[String], depth: usize) -> Option<Place> {
        // Imports that lead to each other in a circle would not compile; globs may.
        if depth > 20 {
            return None;
        }
        let (first, rest) = said.split_first()?;
        match first.as_str() {
            "crate" => self.walk(Vec::new(), rest, depth),
            "self" => self.walk(module.clone(), rest, depth),
            "super" => self.follow_up(module, said, depth),
            _ => {
                let known = self.modules.contains_key(&join(module, first))
                    || self.modules[module].imports.contains_key(first);
                if known {
                    return self.walk(module.clone(), said, depth);
                }
                super::order::FLOORS
                    .iter()
                    .any(|floor| floor.name == first)
                    .then(|| Place::Other(said.to_vec()))
            }
        }
    }

    fn follow_up(&self, module: &Names, said: &[String], depth: usize) -> Option<Place> {
        let up = said.iter().take_while(|name| *name == "super").count();
        let module = module[..module.len().checked_sub(up)?].to_vec();
        self.walk(module, &said[up..], depth)
    }

    /// Follows names down from a module.
    fn walk(&self, mut at: Names, names: &[String], depth: usize) -> Option<Place> {
        for (index, name) in names.iter().enumerate() {
            let below = join(&at, name);
            if self.modules.contains_key(&below) {
                at = below;
                continue;
            }
            let module = self.modules.get(&at)?;
            if module.items.contains(name) {
                return Some(Place::Here {
                    module: at,
                    whole: false,
                });
            }
            let rest = &names[index + 1..];
            if let Some(import) = module.imports.get(name) {
                let path: Names = import.iter().chain(rest).cloned().collect();
                return self.follow(&at, &path, depth + 1);
            }
            for glob in &module.globs {
                let path: Names = glob.iter().chain(&names[index..]).cloned().collect();
                let found = self.follow(&at, &path, depth + 1);
                if let Some(Place::Here { module, .. }) = &found
                    && self.modules[module].items.contains(name)
                {
                    return found;
                }
            }
            // Made by a macro.
            return Some(Place::Here {
                module: at,
                whole: false,
            });
        }
        Some(Place::Here {
            module: at,
            whole: true,
        })
    }
}

fn join(path: &Names, name: &str) -> Names {
    path.iter().cloned().chain([name.to_owned()]).collect()
}

/// One module while it is read.
struct Scan {
    module: Module,
    /// Modules within braces.
    inline: Vec<(String, TokenStream)>,
    /// Modules in files of their own.
    below: Vec<String>,
}

const DEFINES: [&str; 9] = [
    "struct", "enum", "union", "fn", "trait", "type", "const", "static", "macro",
];

impl Scan {
    fn tokens(&mut self, stream: TokenStream, top: bool) {
        let tokens: Vec<TokenTree> = stream.into_iter().collect();
        let mut at = 0;
        let mut test = false;
        while at < tokens.len() {
            if is(&tokens, at, '#')
                && let Some(TokenTree::Group(group)) = tokens.get(at + 1)
                && group.delimiter() == Delimiter::Bracket
            {
                test |= is_test(group.stream());
                at += 2;
                continue;
            }
            if std::mem::take(&mut test) {
                at = end_of_item(&tokens, at);
                continue;
            }
            at = match word(&tokens, at).as_deref() {
                Some("use") => self.import(&tokens, at),
                Some("mod") => self.submodule(&tokens, at),
                Some(_) if follows_colons(&tokens, at) => at + 1,
                Some(_) if colons(&tokens, at + 1) => self.path(&tokens, at),
                Some(keyword) => {
                    let define = top && DEFINES.contains(&keyword);
                    if let (true, Some(name)) = (define, word(&tokens, at + 1)) {
                        self.module.items.insert(name);
                    }
                    at + 1
                }
                None => {
                    if let Some(TokenTree::Group(group)) = tokens.get(at) {
                        self.tokens(group.stream(), false);
                    }
                    at + 1
                }
            };
        }
    }

    fn submodule(&mut self, tokens: &[TokenTree], at: usize) -> usize {
        let Some(name) = word(tokens, at + 1) else {
            return at + 1;
        };
        match tokens.get(at + 2) {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                self.inline.push((name, group.stream()));
            }
            Some(TokenTree::Punct(punct)) if punct.as_char() == ';' => self.below.push(name),
            _ => return at + 1,
        }
        at + 3
    }

    fn path(&mut self, tokens: &[TokenTree], mut at: usize) -> usize {
        let mut path: Names = word(tokens, at).into_iter().collect();
        while colons(tokens, at + 1)
            && let Some(name) = word(tokens, at + 3)
        {
            path.push(name);
            at += 3;
        }
        self.module.says.insert(path);
        at + 1
    }

    /// `use a::{b, c as d};`; what is passed on from below with `pub use` is not said.
    fn import(&mut self, tokens: &[TokenTree], at: usize) -> usize {
        let public = at > 0
            && (word(tokens, at - 1).as_deref() == Some("pub")
                || at > 1 && word(tokens, at - 2).as_deref() == Some("pub"));
        let end = (at..tokens.len()).find(|end| is(tokens, *end, ';'));
        let Some(end) = end else { return at + 1 };
        let mut found = Vec::new();
        tree(&tokens[at + 1..end], &Vec::new(), &mut found);
        for (path, name) in found {
            let below = !matches!(path.first().map(String::as_str), Some("crate" | "super"));
            match name.as_str() {
                "*" => self.module.globs.push(path.clone()),
                "_" => {}
                _ => drop(self.module.imports.insert(name, path.clone())),
            }
            if !(public && below) {
                self.module.says.insert(path);
            }
        }
        end + 1
    }
}

/// The paths of a tree of imports, each with the name that it gets.
fn tree(tokens: &[TokenTree], before: &Names, found: &mut Vec<(Names, String)>) {
    let mut path = before.clone();
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            TokenTree::Group(group) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                for part in inner.split(|token| matches!(token, TokenTree::Punct(p) if p.as_char() == ',')) {
                    tree(part, &path, found);
                }
                return;
            }
            TokenTree::Ident(name) if name == "as" => {
                let name = word(tokens, at + 1).unwrap_or_else(|| "_".to_owned());
                return found.push((path, name));
            }
            TokenTree::Ident(name) if name == "self" && !path.is_empty() => {}
            TokenTree::Ident(name) => path.push(name.to_string()),
            TokenTree::Punct(punct) if punct.as_char() == '*' => {
                return found.push((path, "*".to_owned()));
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
        at += 1;
    }
    if let Some(name) = path
        .last()
        .cloned()
        .filter(|_| path.len() > before.len() || !tokens.is_empty())
    {
        found.push((path, name));
    }
}

fn is(tokens: &[TokenTree], at: usize, wanted: char) -> bool {
    matches!(tokens.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == wanted)
}

fn colons(tokens: &[TokenTree], at: usize) -> bool {
    is(tokens, at, ':') && is(tokens, at + 1, ':')
}

fn follows_colons(tokens: &[TokenTree], at: usize) -> bool {
    at > 1 && colons(tokens, at - 2)
}

fn word(tokens: &[TokenTree], at: usize) -> Option<String> {
    match tokens.get(at) {
        Some(TokenTree::Ident(name)) => Some(name.to_string()),
        _ => None,
    }
}

/// Whether an attribute keeps its item for tests: `cfg(test)`, `cfg(all(test, …))`.
fn is_test(attribute: TokenStream) -> bool {
    let text = attribute.to_string().replace(' ', "");
    text == "test" || text.starts_with("cfg(test") || text.starts_with("cfg(all(test")
}

/// Behind an item: its braces, or its semicolon.
fn end_of_item(tokens: &[TokenTree], from: usize) -> usize {
    let end = (from..tokens.len()).find(|at| match &tokens[*at] {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Punct(punct) => punct.as_char() == ';',
        TokenTree::Ident(_) | TokenTree::Literal(_) => false,
    });
    // Imports have braces before their semicolon.
    match end {
        Some(end) if is(tokens, end + 1, ';') => end + 2,
        Some(end) => end + 1,
        None => tokens.len(),
    }
}
