//! Inline content as one line of markdown.

use super::images::Found;
use super::reading::Reading;
use super::rubies;
use crate::interchange::escape;
use crate::interchange::xml::html::is_block;
use crate::interchange::xml::{Element, Node};

/// The gap of a text; its attributes are the accepted answers.
pub(crate) const GAP: &str = "x-gap";

/// Nodes as one line. In a table's cell, bars are escaped.
pub(crate) fn line(reading: &mut Reading<'_>, nodes: &[Node], table: bool) -> String {
    let mut line = Line {
        reading,
        out: String::new(),
        space: Space::None,
        table,
        marked: false,
    };
    line.nodes(nodes);
    let out = line.out.trim().trim_end_matches("<br>").trim().to_owned();
    let out = out.trim_start_matches("<br>").trim_start();
    escape::line_start(&escape::finish(out.to_owned()))
}

/// White space that has been read and not yet written.
#[derive(Clone, Copy, PartialEq)]
enum Space {
    None,
    Plain,
    /// With a line break, which between Japanese letters is nothing.
    Break,
}

struct Line<'r, 'a> {
    reading: &'r mut Reading<'a>,
    out: String,
    space: Space,
    table: bool,
    /// Within stars already.
    marked: bool,
}

impl Line<'_, '_> {
    fn nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Text(text) => self.text(text),
                Node::Element(element) => self.element(element),
            }
        }
    }

    /// Writes the white space that is due before `next`.
    fn settle(&mut self, next: Option<char>) {
        let space = std::mem::replace(&mut self.space, Space::None);
        if space == Space::None
            || self.out.is_empty()
            || self.out.ends_with(' ')
            || self.out.ends_with("<br>")
        {
            return;
        }
        let wide = |letter: Option<char>| letter.is_some_and(|letter| u32::from(letter) >= 0x2e80);
        if space == Space::Break && wide(self.out.chars().next_back()) && wide(next) {
            return;
        }
        self.out.push(' ');
    }

    fn raw(&mut self, markdown: &str) {
        self.settle(markdown.chars().next());
        self.out.push_str(markdown);
    }

    fn text(&mut self, text: &str) {
        let mut rest = text;
        while let Some((start, end, formula)) = formula(rest) {
            self.plain(&rest[..start]);
            self.formula(formula);
            rest = &rest[end..];
        }
        self.plain(rest);
    }

    fn formula(&mut self, formula: &str) {
        self.reading.note(
            "数式（LaTeX）は、式のまま文字で残しました。",
            "Formulas (LaTeX) are kept as their source text.",
        );
        let code = escape::code(formula, self.table);
        self.raw(&code);
    }

    fn plain(&mut self, text: &str) {
        for letter in text.chars() {
            if letter.is_whitespace() && letter != '\u{3000}' {
                let broken = letter == '\n' || self.space == Space::Break;
                self.space = if broken { Space::Break } else { Space::Plain };
                continue;
            }
            self.settle(Some(letter));
            escape::push(&mut self.out, letter, self.table);
        }
    }

    fn element(&mut self, element: &Element) {
        match element.name.as_str() {
            "br" => {
                self.space = Space::None;
                while self.out.ends_with(' ') {
                    self.out.pop();
                }
                self.out.push_str("<br>");
            }
            "strong" | "b" => self.marked("**", element),
            "em" | "i" | "cite" | "dfn" | "var" => self.marked("*", element),
            "s" | "del" | "strike" => self.marked("~~", element),
            "span" if element.attribute("class") == "kakehashi-del" => self.marked("~~", element),
            "span" if element.attribute("class") == "kakehashi-mark" => self.tagged("mark", element),
            "kbd" | "sub" | "sup" | "mark" => self.tagged(&element.name, element),
            "code" | "tt" | "samp" => {
                let code = escape::code(&element.inner_text(), self.table);
                self.raw(&code);
            }
            "ruby" => self.ruby(element),
            "span" if element.attribute("class") == rubies::CLASS => {
                let (base, reading) = rubies::parts(element);
                let ruby = escape::ruby(&base, &reading, self.table);
                self.raw(&ruby);
            }
            "a" => self.link(element),
            "img" => self.image(element),
            GAP => {
                let answers: Vec<&str> = element
                    .attributes
                    .iter()
                    .map(|(_, answer)| answer.as_str())
                    .collect();
                self.raw(&format!("[[{}]]", answers.join("|")));
            }
            "script" | "style" | "link" | "meta" => {
                if element.name == "script" {
                    self.reading
                        .note("プログラム（script）は外しました。", "A script was taken out.");
                }
            }
            "math" => {
                let annotation = element.find("annotation").map(Element::inner_text);
                let text = annotation.unwrap_or_else(|| element.inner_text());
                self.formula(text.trim());
            }
            "video" | "audio" | "iframe" | "object" | "embed" | "source" | "svg" | "canvas" => {
                self.media(element)
            }
            "input" | "button" | "select" | "textarea" => self.reading.note(
                "問題文の中の入力欄は外しました。",
                "A form field inside the text was taken out.",
            ),
            _ => {
                let block = is_block(&element.name);
                if block {
                    self.space = Space::Plain;
                    if !self.out.is_empty() && !self.out.ends_with("<br>") {
                        self.out.push_str("<br>");
                    }
                }
                self.nodes(&element.children);
                if block && !self.out.is_empty() && !self.out.ends_with("<br>") {
                    self.out.push_str("<br>");
                }
            }
        }
    }

    /// One of the few tags that our markdown takes.
    fn tagged(&mut self, name: &str, element: &Element) {
        self.settle(None);
        self.out.push_str(&format!("<{name}>"));
        let start = self.out.len();
        self.nodes(&element.children);
        if self.out.len() == start {
            self.out.truncate(start - name.len() - 2);
        } else {
            self.out.push_str(&format!("</{name}>"));
        }
    }

    /// Stars only work where CommonMark lets them; elsewhere the words stand alone.
    fn marked(&mut self, mark: &str, element: &Element) {
        if self.marked {
            self.nodes(&element.children);
            return;
        }
        let before = std::mem::take(&mut self.out);
        let space = std::mem::replace(&mut self.space, Space::None);
        self.marked = true;
        self.nodes(&element.children);
        self.marked = false;
        let inner = std::mem::replace(&mut self.out, before);
        let trailing = std::mem::replace(&mut self.space, space);
        let inner = inner.trim();
        // What the first and last letters are decides whether the mark opens and closes.
        let first = inner.chars().next();
        let last = inner.chars().next_back();
        self.settle(first);
        let good = |letter: Option<char>| {
            letter.is_some_and(|letter| {
                letter.is_alphanumeric() || letter == '\u{e000}' || letter == '\u{e002}'
            })
        };
        let broken = !good(first) || !good(last) || inner.contains("<br>") || self.out.ends_with(['*', '~']);
        if broken {
            self.out.push_str(inner);
        } else {
            self.out.push_str(&format!("{mark}{inner}{mark}"));
        }
        if trailing != Space::None || inner.is_empty() && space != Space::None {
            self.space = Space::Plain;
        }
    }

    fn ruby(&mut self, element: &Element) {
        let mut base = String::new();
        for child in &element.children {
            match child {
                Node::Text(text) => base.push_str(text),
                Node::Element(inner) => match inner.name.as_str() {
                    "rp" => {}
                    "rt" | "rtc" => {
                        let ruby = escape::ruby(&base, &inner.inner_text(), self.table);
                        self.raw(&ruby);
                        base.clear();
                    }
                    _ => base.push_str(&inner.inner_text()),
                },
            }
        }
        self.plain(&base);
    }

    fn link(&mut self, element: &Element) {
        let target = element.attribute("href").trim();
        let lower = target.to_ascii_lowercase();
        let start = self.out.len();
        if !["http://", "https://", "mailto:", "tel:"]
            .iter()
            .any(|scheme| lower.starts_with(scheme))
        {
            if !target.is_empty() {
                self.reading.note(
                    format!("リンク「{target}」は外し、文字だけ残しました。"),
                    format!("The link \"{target}\" was taken off; its words are kept."),
                );
            }
            self.nodes(&element.children);
            return;
        }
        self.settle(None);
        let begin = self.out.len();
        self.nodes(&element.children);
        let text = self.out[begin..].trim().to_owned();
        self.out.truncate(begin.max(start));
        // A link within a link would not be one.
        if text.contains("](") {
            self.out.push_str(&text);
            return;
        }
        let text = if text.is_empty() {
            escape::text(target)
        } else {
            text
        };
        // An exclamation mark before a link would make it an image.
        if self.out.ends_with('!') {
            self.out.pop();
            self.out.push_str("\\!");
        }
        self.out.push_str(&format!("[{text}](<{}>)", url(target)));
    }

    fn image(&mut self, element: &Element) {
        if let Some(formula) = element.get("data-equation-content") {
            self.formula(formula);
            return;
        }
        let source = element.attribute("src").trim();
        let alt = element.attribute("alt").trim();
        let found = self.reading.images.find(source);
        match found {
            Found::Kept(path) => {
                let alt = if alt.is_empty() {
                    self.reading.note(
                        format!("画像 {path} に説明の文がないので、書き足してください。"),
                        format!("The image {path} has no alternative text; please describe it."),
                    );
                    self.reading.lang.t("画像", "Image").to_owned()
                } else {
                    escape::text(alt)
                };
                let alt = if self.table { alt.replace('|', "\\|") } else { alt };
                self.raw(&format!("![{alt}]({path})"));
            }
            Found::Elsewhere => {
                self.reading.note(
                    format!("ほかの場所の画像「{source}」は、リンクにしました。"),
                    format!("The image elsewhere, \"{source}\", became a link."),
                );
                let text = if alt.is_empty() {
                    self.reading.lang.t("画像", "Image").to_owned()
                } else {
                    escape::text(alt)
                };
                self.raw(&format!("[{text}](<{}>)", url(source)));
            }
            Found::Missing => {
                let name: String = source.chars().take(80).collect();
                self.reading.note(
                    format!("画像「{name}」がファイルの中に見つかりません。"),
                    format!("The image \"{name}\" is not in the file."),
                );
                self.plain(alt);
            }
            Found::Refused(ja, en) => {
                self.reading.note(ja, en);
                self.plain(alt);
            }
        }
    }

    fn media(&mut self, element: &Element) {
        let mut source = element.attribute("src");
        if source.is_empty() {
            source = element.attribute("data");
        }
        let inner = element
            .find("source")
            .map(|source| source.attribute("src").to_owned());
        let source = if source.is_empty() {
            inner.unwrap_or_default()
        } else {
            source.to_owned()
        };
        let name = &element.name;
        self.reading.note(
            format!("動画・音声など（{name} {source}）は入れられません。"),
            format!("Media ({name} {source}) cannot be held."),
        );
        if source.starts_with("https://") || source.starts_with("http://") {
            self.raw(&format!("[{}](<{}>)", escape::text(&source), url(&source)));
        } else {
            self.plain(&element.inner_text());
        }
    }
}

/// A URL between angle brackets.
fn url(target: &str) -> String {
    let mut out = String::new();
    for letter in target.chars() {
        match letter {
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\\' => out.push_str("%5C"),
            '|' => out.push_str("%7C"),
            '&' => out.push_str("&amp;"),
            ' ' => out.push_str("%20"),
            _ if letter.is_control() => {}
            _ => out.push(letter),
        }
    }
    out
}

/// The first LaTeX formula of a text: where it starts and ends, and itself with its marks.
fn formula(text: &str) -> Option<(usize, usize, &str)> {
    [("\\(", "\\)"), ("\\[", "\\]"), ("$$", "$$")]
        .into_iter()
        .filter_map(|(open, close)| {
            let start = text.find(open)?;
            let length = text[start + 2..].find(close).filter(|length| *length > 0)?;
            let end = start + 2 + length + 2;
            Some((start, end, &text[start..end]))
        })
        .min_by_key(|(start, _, _)| *start)
}
