//! The courses folders of the open files: what is on disk, under what is being typed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use domain::Lang;
use domain::catalog::{
    Diagnostic, GLOSSARY, ParseCache, ParsedFolder, Severity, SourceFolder, parse_courses_with,
};
use lsp_types::{CodeDescription, DiagnosticSeverity, NumberOrString, Uri};

use super::place::{Places, path_of, uri_of};
use crate::catalog::folder;

/// A courses folder as it was last read.
#[derive(Default)]
pub(super) struct Root {
    pub folder: SourceFolder,
    pub parsed: ParsedFolder,
}

/// Everything the editor works on.
pub(super) struct Workspace {
    pub lang: Lang,
    pub utf8: bool,
    /// What is typed, by file.
    open: BTreeMap<PathBuf, String>,
    roots: BTreeMap<PathBuf, Root>,
    cache: ParseCache,
    /// The files whose problems are shown, to be cleared once they have none.
    shown: BTreeSet<PathBuf>,
}

/// A file within its courses folder.
pub(super) struct Here<'w> {
    pub root: &'w Path,
    pub known: &'w Root,
    /// The folder of its course; `readiness` for a rule, empty for the glossary.
    pub course: String,
    /// Its path within that.
    pub path: String,
    pub text: &'w str,
}

impl Workspace {
    pub fn new(lang: Lang, utf8: bool) -> Self {
        Workspace {
            lang,
            utf8,
            open: BTreeMap::new(),
            roots: BTreeMap::new(),
            cache: ParseCache::default(),
            shown: BTreeSet::new(),
        }
    }

    pub fn set(&mut self, uri: &Uri, text: String) {
        if let Some(path) = path_of(uri) {
            self.open.insert(path, text);
        }
    }

    pub fn close(&mut self, uri: &Uri) {
        if let Some(path) = path_of(uri) {
            self.open.remove(&path);
        }
    }

    /// The places of a text.
    pub fn places<'t>(&self, text: &'t str) -> Places<'t> {
        Places::new(text, self.utf8)
    }

    /// Reads the folders of all open files again. Gives the problems of each file that has some, or had.
    pub fn refresh(&mut self) -> Vec<(Uri, Vec<lsp_types::Diagnostic>)> {
        let roots: BTreeSet<PathBuf> = self.open.keys().filter_map(|path| root_of(path)).collect();
        self.roots = roots
            .into_iter()
            .map(|root| {
                let folder = self.read(&root);
                let today = crate::db::now().date_naive();
                let mut parsed = parse_courses_with(&folder, Some(today), Some(&self.cache));
                parsed.add_style(&folder);
                (root, Root { folder, parsed })
            })
            .collect();
        let mut found: BTreeMap<PathBuf, Vec<lsp_types::Diagnostic>> = BTreeMap::new();
        for path in self.shown.iter().chain(self.open.keys()) {
            found.insert(path.clone(), Vec::new());
        }
        for (root, known) in &self.roots {
            for (course, diagnostic) in known.parsed.diagnostics() {
                let path = root.join(course).join(&diagnostic.path);
                let text = known.text(course, &diagnostic.path);
                found
                    .entry(path)
                    .or_default()
                    .push(self.shown_as(diagnostic, text));
            }
        }
        self.shown = found
            .iter()
            .filter(|(_, list)| !list.is_empty())
            .map(|(path, _)| path.clone())
            .collect();
        found
            .into_iter()
            .filter_map(|(path, list)| Some((uri_of(&path)?, list)))
            .collect()
    }

    /// The files of a courses folder, with what is typed over what is saved.
    fn read(&self, root: &Path) -> SourceFolder {
        let mut read = folder::read(root)
            .map(|snapshot| snapshot.folder())
            .unwrap_or_default();
        for (path, text) in &self.open {
            let Ok(inside) = path.strip_prefix(root) else {
                continue;
            };
            let inside = inside.to_string_lossy();
            let bytes = text.clone().into_bytes();
            match inside.split_once('/') {
                None if inside == GLOSSARY => read.glossary = Some(bytes),
                Some(("readiness", rule)) => {
                    read.rules.0.insert(rule.to_owned(), bytes);
                }
                Some((course, file)) if root.join(course).join("course.toml").exists() => {
                    read.courses
                        .entry(course.to_owned())
                        .or_default()
                        .0
                        .insert(file.to_owned(), bytes);
                }
                None | Some(_) => {}
            }
        }
        read
    }

    fn shown_as(&self, found: &Diagnostic, text: &str) -> lsp_types::Diagnostic {
        let mut message = found.message.get(self.lang).to_owned();
        if let Some(help) = &found.help {
            message.push('\n');
            message.push_str(help.get(self.lang));
        }
        lsp_types::Diagnostic {
            range: self.places(text).range(found.span.clone()),
            severity: Some(match found.severity {
                Severity::Error => DiagnosticSeverity::ERROR,
                Severity::Warning => DiagnosticSeverity::WARNING,
                Severity::Hint => DiagnosticSeverity::INFORMATION,
            }),
            code: Some(NumberOrString::String(found.code.to_owned())),
            code_description: None::<CodeDescription>,
            source: Some("kakehashi".to_owned()),
            message,
            ..lsp_types::Diagnostic::default()
        }
    }

    /// An open file, within its courses folder.
    pub fn here(&self, uri: &Uri) -> Option<Here<'_>> {
        let path = path_of(uri)?;
        let text = self.open.get(&path)?;
        let root = root_of(&path)?;
        let (root, known) = self.roots.get_key_value(&root)?;
        let inside = path.strip_prefix(root).ok()?.to_string_lossy().into_owned();
        let (course, path) = match inside.split_once('/') {
            Some((course, path)) => (course.to_owned(), path.to_owned()),
            None => (String::new(), inside),
        };
        Some(Here {
            root,
            known,
            course,
            path,
            text,
        })
    }
}

impl Root {
    /// The text of a file; empty if it is none.
    pub fn text(&self, course: &str, path: &str) -> &str {
        let bytes = match course {
            "" => self.folder.glossary.as_deref(),
            "readiness" => self.folder.rules.get(path),
            course => self.folder.courses.get(course).and_then(|files| files.get(path)),
        };
        bytes
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .unwrap_or_default()
    }
}

/// The courses folder of a file: the parent of the course's folder or of `readiness`, or the folder of
/// the glossary.
fn root_of(path: &Path) -> Option<PathBuf> {
    if path.file_name()? == GLOSSARY {
        return path.parent().map(Path::to_path_buf);
    }
    let parent = path.parent()?;
    if parent.file_name().is_some_and(|name| name == "readiness") {
        return parent.parent().map(Path::to_path_buf);
    }
    path.ancestors()
        .skip(1)
        .find(|folder| folder.join("course.toml").exists())
        .and_then(|course| course.parent())
        .map(Path::to_path_buf)
}
