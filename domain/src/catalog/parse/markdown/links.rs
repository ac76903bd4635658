//! Where links and images lead: checked, and turned into URLs of the site.

use std::ops::Range;

use super::page::{Jump, Page};
use crate::catalog::diagnostic::Message;
use crate::catalog::model::{Item, Target};
use crate::catalog::parse::id::is_id;
use crate::folding;

/// The extensions of files shown as images.
const IMAGES: [&str; 7] = ["avif", "gif", "jpeg", "jpg", "png", "svg", "webp"];

/// Whether the file is one that `<img>` shows.
pub(crate) fn is_image(path: &str) -> bool {
    path.rsplit_once('.')
        .is_some_and(|(_, extension)| IMAGES.contains(&extension.to_lowercase().as_str()))
}

/// The URL of a link, or nothing if it leads nowhere good. `link` is the whole link in the file.
pub(crate) fn link(page: &mut Page<'_>, target: &str, link: Range<usize>) -> Option<String> {
    let span = within(page, &link, target);
    if target.is_empty() {
        let message = Message::new("リンク先がありません。", "The link leads nowhere.");
        page.sink.error("K0303", link, message);
        return None;
    }
    if let Some(scheme) = scheme(target) {
        if ["http", "https", "mailto", "tel"].contains(&scheme.as_str()) {
            return Some(encode(target));
        }
        if scheme == "glossary" {
            return term(page, target, span);
        }
        page.sink
            .error(
                "K0304",
                span,
                Message::new(
                    format!("「{scheme}:」へのリンクは使えません。"),
                    format!("Links to \"{scheme}:\" are not allowed."),
                ),
            )
            .help(
                "使えるのは https: http: mailto: tel: glossary: です。",
                "Allowed are https: http: mailto: tel: glossary:.",
            );
        return None;
    }
    if target.starts_with("//") || target.contains('\\') {
        let message = Message::new(
            "このリンクの形は使えません。",
            "Links of this form are not allowed.",
        );
        page.sink.error("K0304", span, message);
        return None;
    }
    if target.starts_with('/') {
        return Some(encode(target));
    }
    if let Some(anchor) = target.strip_prefix('#') {
        let anchor = decode(anchor);
        if !page.anchors.contains(&anchor) {
            let message = Message::new(
                format!("このページに「{anchor}」という場所はありません。"),
                format!("This page has no place \"{anchor}\"."),
            );
            let anchors = page.anchors.iter().map(String::as_str);
            page.sink
                .error("K0312", span, message)
                .did_you_mean(&anchor, anchors);
        }
        return Some(encode(&format!("#{anchor}")));
    }
    relative(page, target, span)
}

fn relative(page: &mut Page<'_>, target: &str, span: Range<usize>) -> Option<String> {
    let (path, rest) = target.split_at(target.find(['#', '?']).unwrap_or(target.len()));
    let Some(path) = resolve(page.path, &decode(path)) else {
        // Another course; its files are looked at when all courses are read.
        let outside = path.trim_start_matches("../").trim_start_matches("./");
        let Some((course, file)) = outside.split_once('/') else {
            not_found(page, target, span);
            return None;
        };
        let Some(item) = item_of(file) else {
            not_found(page, target, span);
            return None;
        };
        let url = encode(&format!("/courses/{course}/{}{rest}", place(&item)));
        jump(page, span.clone(), Some(course.to_owned()), decode(file), rest);
        let course = course.to_owned();
        page.names(span, Target::Item { course, item });
        return Some(url);
    };
    if !page.files.contains(&path) {
        not_found(page, &path, span);
        return None;
    }
    if let Some(item) = item_of(&path) {
        let url = encode(&format!("/courses/{}/{}{rest}", page.course, place(&item)));
        jump(page, span, None, path, rest);
        return Some(url);
    }
    let url = encode(&format!("/courses/{}/files/{path}", page.course));
    page.used.insert(path);
    Some(url)
}

/// Notes a link to a place of another file.
fn jump(page: &mut Page<'_>, span: Range<usize>, course: Option<String>, file: String, rest: &str) {
    if let Some((_, anchor)) = rest.split_once('#').filter(|(_, anchor)| !anchor.is_empty()) {
        let path = page.path.to_owned();
        page.jumps.push(Jump {
            path,
            span,
            course,
            file,
            anchor: decode(anchor),
        });
    }
}

fn not_found(page: &mut Page<'_>, path: &str, span: Range<usize>) {
    let message = Message::new(
        format!("「{path}」というファイルはありません。"),
        format!("There is no file \"{path}\"."),
    );
    page.sink
        .error("K0303", span, message)
        .did_you_mean(path, page.files.paths());
}

/// The URL of an image, or nothing if it is not there. `image` is the whole image in the file.
pub(crate) fn image(page: &mut Page<'_>, target: &str, image: Range<usize>) -> Option<String> {
    let span = within(page, &image, target);
    let (url, path) = file(page, target, image)?;
    if is_image(&path) {
        check_picture(page, &path, span);
        return Some(url);
    }
    let message = Message::new(
        format!("「{path}」は画像ではありません。"),
        format!("\"{path}\" is not an image."),
    );
    page.sink.error("K0305", span, message).help(
        format!("使えるのは {} です。", IMAGES.join(", ")),
        format!("Images are {}.", IMAGES.join(", ")),
    );
    None
}

/// A file that is called an image and is none shows nothing.
fn check_picture(page: &mut Page<'_>, path: &str, span: Range<usize>) {
    let bytes = page.files.get(path).unwrap_or_default();
    let head = &bytes[..bytes.len().min(4096)];
    let holds = |sign: &[u8]| head.windows(sign.len()).any(|part| part == sign);
    let starts: [&[u8]; 4] = [b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF"];
    let drawing = path.to_lowercase().ends_with(".svg");
    let fine = if drawing {
        holds(b"<svg")
    } else {
        starts.iter().any(|start| head.starts_with(start)) || head.get(4..8) == Some(b"ftyp")
    };
    if !fine {
        let message = Message::new(
            format!("「{path}」の中身が画像ではありません。"),
            format!("What \"{path}\" holds is no image."),
        );
        page.sink.error("K0322", span, message).help(
            "画像のソフトで開いて、名前の終わり（.png など）と同じ形で保存し直してください。",
            "Open it in a program for images and save it in the format that its name says.",
        );
    }
}

/// The URL and the path of an image or video, or nothing if it is not there.
pub(crate) fn file(page: &mut Page<'_>, target: &str, image: Range<usize>) -> Option<(String, String)> {
    let span = within(page, &image, target);
    if scheme(target).is_some() || target.starts_with(['/', '\\']) {
        page.sink
            .error(
                "K0307",
                span,
                Message::new(
                    "ほかの場所の画像は使えません。",
                    "Images from elsewhere are not allowed.",
                ),
            )
            .help(
                "コースのフォルダーに画像を置いてください。",
                "Put the image into the course's folder.",
            );
        return None;
    }
    let path = resolve(page.path, &decode(target));
    let Some(path) = path.filter(|path| page.files.contains(path)) else {
        let message = Message::new(
            format!("「{target}」という画像はありません。"),
            format!("There is no image \"{target}\"."),
        );
        let images = page.files.paths().filter(|path| is_image(path));
        page.sink
            .error("K0305", span, message)
            .did_you_mean(target, images);
        return None;
    };
    Some((used(page, path.clone()), path))
}

/// The URL of a file of the course, which is noted as used.
pub(crate) fn used(page: &mut Page<'_>, path: String) -> String {
    let url = encode(&format!("/courses/{}/files/{path}", page.course));
    page.used.insert(path);
    url
}

/// The place of `needle` in a span, or the span.
pub(crate) fn within(page: &Page<'_>, span: &Range<usize>, needle: &str) -> Range<usize> {
    let written = page.text().get(span.clone()).unwrap_or_default();
    match written.rfind(needle) {
        Some(at) if !needle.is_empty() => span.start + at..span.start + at + needle.len(),
        _ => span.clone(),
    }
}

/// The scheme as a browser sees it, which drops spaces and control characters.
fn scheme(target: &str) -> Option<String> {
    let seen: String = target
        .chars()
        .filter(|letter| !letter.is_control() && !letter.is_whitespace())
        .collect();
    let (scheme, _) = seen.split_once(':')?;
    (!scheme.contains(['/', '?', '#'])).then(|| scheme.to_lowercase())
}

/// The lesson or quiz of a file, by its name.
fn item_of(path: &str) -> Option<Item> {
    let stem = path.strip_suffix(".md")?;
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    Some(match stem.strip_suffix(".quiz") {
        Some(quiz) => Item::Quiz(quiz.to_owned()),
        None => Item::Lesson(stem.to_owned()),
    })
}

/// The page of a lesson or quiz, below its course.
fn place(item: &Item) -> String {
    match item {
        Item::Lesson(id) => format!("lessons/{id}"),
        Item::Quiz(id) => format!("quizzes/{id}"),
    }
}

/// The URL of a term of the glossary.
fn term(page: &mut Page<'_>, target: &str, span: Range<usize>) -> Option<String> {
    let id = target.split_once(':').map_or("", |(_, id)| id);
    if !is_id(id) {
        let message = Message::new(
            format!("「{id}」は用語集のidではありません。"),
            format!("\"{id}\" is not an id of the glossary."),
        );
        page.sink.error("K0304", span, message);
        return None;
    }
    page.names(span, Target::Term(id.to_owned()));
    Some(format!("/glossary#{id}"))
}

/// The path in the course's folder, or nothing if it leaves the folder.
fn resolve(from: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
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

/// Undoes `%20`, in the spelling of file names; what is not right stays as it is.
fn decode(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        let value = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match value {
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
    folding::file_name(std::str::from_utf8(&bytes).unwrap_or(path))
}

/// Spaces and controls as `%20`; the rest is escaped when it is written.
fn encode(url: &str) -> String {
    let mut encoded = String::with_capacity(url.len());
    for letter in url.chars() {
        if letter.is_ascii_control() || letter == ' ' {
            encoded.push_str(&format!("%{:02X}", letter as u32));
        } else {
            encoded.push(letter);
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::{decode, resolve, scheme};

    #[test]
    fn a_scheme_cannot_be_hidden() {
        assert_eq!(scheme("java\tscript:alert(1)"), Some("javascript".into()));
        assert_eq!(scheme(" JavaScript:alert(1)"), Some("javascript".into()));
        assert_eq!(scheme("notes/a:b.md"), None);
    }

    #[test]
    fn paths_stay_in_the_folder() {
        assert_eq!(resolve("a/b.md", "../images/x.svg"), Some("images/x.svg".into()));
        assert_eq!(resolve("b.md", "../x.svg"), None);
        assert_eq!(decode("a%20b%zz%"), "a b%zz%");
    }
}
