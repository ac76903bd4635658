//! The images of a file: found where each system puts them, checked, and named for a course's folder.

use std::collections::BTreeMap;

use base64::Engine;

use crate::interchange::Files;
use crate::interchange::ids;
use crate::interchange::xml::{self, Element};

/// Images that are kept, by their path in the course's folder.
pub(crate) struct Images<'a> {
    /// The package.
    files: &'a Files,
    /// The folder of the document being read, with a `/` at its end if it is not the root.
    pub folder: String,
    /// Files that the item being read brings along.
    pub attached: BTreeMap<String, Vec<u8>>,
    pub kept: Files,
}

/// What became of an image.
pub(crate) enum Found {
    /// It has this path in the course's folder.
    Kept(String),
    /// It lies on another server.
    Elsewhere,
    Missing,
    /// It is not taken, and why, in both languages.
    Refused(String, String),
}

/// The bytes of a base64 text, which may have line breaks.
pub(crate) fn base64(text: &str) -> Option<Vec<u8>> {
    let text: String = text.split_whitespace().collect();
    base64::engine::general_purpose::STANDARD.decode(text).ok()
}

/// Bytes as base64.
pub(crate) fn to_base64(bytes: &[u8]) -> String {
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// A path relative to a folder, or nothing if it leaves the package.
pub(crate) fn resolve(folder: &str, path: &str) -> Option<String> {
    let joined = match path.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("{folder}{path}"),
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in joined.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Undoes `%20`; what is not right stays as it is.
pub(crate) fn percent_decode(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(value) if *first == b'%' => {
                bytes.push(value);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| path.to_owned())
}

impl<'a> Images<'a> {
    /// No images yet of a package.
    pub fn of(files: &'a Files) -> Images<'a> {
        Images {
            files,
            folder: String::new(),
            attached: BTreeMap::new(),
            kept: Files::new(),
        }
    }

    /// Finds the image that a text names.
    pub fn find(&mut self, source: &str) -> Found {
        let (name, bytes) = if let Some(data) = source.strip_prefix("data:") {
            let Some((_, data)) = data.split_once(";base64,") else {
                return Found::Missing;
            };
            let Some(bytes) = base64(data) else {
                return Found::Missing;
            };
            ("image".to_owned(), bytes)
        } else {
            let lower = source.to_ascii_lowercase();
            if lower.starts_with("http:") || lower.starts_with("https:") || lower.starts_with("//") {
                return Found::Elsewhere;
            }
            let path = percent_decode(source.split(['?', '#']).next().unwrap_or_default());
            match self.look_up(&path) {
                Some(bytes) => (path, bytes),
                None => return Found::Missing,
            }
        };
        self.keep(&name, bytes)
    }

    fn look_up(&self, path: &str) -> Option<Vec<u8>> {
        if let Some(name) = path.strip_prefix("@@PLUGINFILE@@/") {
            let attached = self.attached.get(name);
            return attached.or_else(|| self.files.get(name)).cloned();
        }
        if let Some(name) = path.strip_prefix("$IMS-CC-FILEBASE$/") {
            let end = format!("/{name}");
            let files = self.files;
            let found = files
                .iter()
                .find(|(path, _)| path.ends_with(&end) || *path == name);
            return found.map(|(_, bytes)| bytes.clone());
        }
        let path = resolve(&self.folder, path)?;
        self.files.get(&path).cloned()
    }

    fn keep(&mut self, name: &str, bytes: Vec<u8>) -> Found {
        let Some(extension) = kind(&bytes) else {
            return Found::Refused(
                format!("「{name}」は使える画像（PNG, JPEG, GIF, WebP, AVIF, SVG）ではありません。"),
                format!("\"{name}\" is not an image that can be used (PNG, JPEG, GIF, WebP, AVIF, SVG)."),
            );
        };
        if extension == "svg" && !is_still(&bytes) {
            return Found::Refused(
                format!("画像「{name}」（SVG）はプログラムやほかの場所へのつながりを含むので、外しました。"),
                format!("The image \"{name}\" (SVG) was taken out: it has scripts or reaches elsewhere."),
            );
        }
        if let Some((path, _)) = self.kept.iter().find(|(_, kept)| **kept == bytes) {
            return Found::Kept(path.clone());
        }
        let file = name.rsplit('/').next().unwrap_or(name);
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let plain = !stem.is_empty()
            && stem.len() <= 60
            && !stem.starts_with('.')
            && stem
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
        let hash = ids::hash(&bytes);
        let stem = if plain && stem != "image" {
            stem.to_owned()
        } else {
            format!("image-{hash}")
        };
        let mut path = format!("images/{stem}.{extension}");
        if self.kept.contains_key(&path) {
            path = format!("images/{stem}-{hash}.{extension}");
        }
        self.kept.insert(path.clone(), bytes);
        Found::Kept(path)
    }
}

/// The extension for an image, by its first bytes.
pub(crate) fn kind(bytes: &[u8]) -> Option<&'static str> {
    let is = |at: usize, magic: &[u8]| bytes.get(at..at + magic.len()) == Some(magic);
    if is(0, b"\x89PNG\r\n\x1a\n") {
        return Some("png");
    }
    if is(0, b"\xff\xd8\xff") {
        return Some("jpg");
    }
    if is(0, b"GIF87a") || is(0, b"GIF89a") {
        return Some("gif");
    }
    if is(0, b"RIFF") && is(8, b"WEBP") {
        return Some("webp");
    }
    if is(4, b"ftypavif") {
        return Some("avif");
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1000)]);
    head.contains("<svg").then_some("svg")
}

/// Whether a drawing only draws.
fn is_still(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    // A browser would read what a document type declares.
    if text.contains("<!ENTITY") || text.contains("<!DOCTYPE") {
        return false;
    }
    let Ok(root) = xml::parse(text) else { return false };
    let mut bad = Vec::new();
    root.collect(&|element| !element_is_still(element), &mut bad);
    bad.is_empty()
}

fn element_is_still(element: &Element) -> bool {
    let name = element.name.to_ascii_lowercase();
    let attributes = element.attributes.iter().all(|(name, value)| {
        let name = name.to_ascii_lowercase();
        let value = value.trim().to_ascii_lowercase();
        let link = name == "href" || name.ends_with(":href");
        !name.starts_with("on") && (!link || value.starts_with('#') || value.starts_with("data:image/"))
    });
    attributes
        && !matches!(
            name.as_str(),
            "script" | "foreignobject" | "iframe" | "embed" | "object"
        )
}

/// What a name in an attribute of a file says about its images, for `<file name=… encoding="base64">`.
pub(crate) fn attached(element: &Element) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for file in element.all("file") {
        let Some(bytes) = base64(&file.inner_text()) else {
            continue;
        };
        let folder = file.get("path").unwrap_or("/").trim_start_matches('/').to_owned();
        files.insert(format!("{folder}{}", file.attribute("name")), bytes);
    }
    files
}
