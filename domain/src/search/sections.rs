//! The HTML that the course parser writes, as text with readings: section by section, each below its heading.

use super::annotated;

/// A stretch of a page below one heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// The id of the heading in the page; empty before the first one.
    pub anchor: String,
    /// The heading, with readings.
    pub heading: String,
    /// What stands below it, with readings.
    pub text: String,
}

/// The sections of a page that is written in these pieces; the first is what stands before any heading.
pub fn sections<'a>(html: impl IntoIterator<Item = &'a str>) -> Vec<Section> {
    let mut reader = Reader::default();
    for html in html {
        reader.read(html);
        reader.line();
    }
    reader.done.push(reader.now);
    reader.done
}

/// All of some HTML as one text.
pub fn text(html: &str) -> String {
    let all = sections([html]);
    let parts = all.iter().flat_map(|section| [&*section.heading, &*section.text]);
    let parts: Vec<&str> = parts.map(str::trim).filter(|part| !part.is_empty()).collect();
    parts.join("\n")
}

#[derive(Default)]
struct Reader {
    done: Vec<Section>,
    now: Section,
    in_heading: bool,
    /// The word with a reading that is being read.
    ruby: Option<(String, String)>,
    in_reading: bool,
    /// Within the brackets that stand for old browsers.
    in_brackets: bool,
}

impl Reader {
    fn read(&mut self, html: &str) {
        let mut rest = html;
        while let Some((text, tag)) = rest.split_once('<') {
            self.text(text);
            let end = end_of(tag);
            self.tag(&tag[..end]);
            rest = tag.get(end + 1..).unwrap_or_default();
        }
        self.text(rest);
    }

    fn text(&mut self, text: &str) {
        if text.is_empty() || self.in_brackets {
            return;
        }
        let text = unescaped(text);
        match &mut self.ruby {
            Some((_, reading)) if self.in_reading => reading.push_str(&text),
            Some((word, _)) => word.push_str(&text),
            None => self.out().push_str(&text),
        }
    }

    fn out(&mut self) -> &mut String {
        if self.in_heading {
            &mut self.now.heading
        } else {
            &mut self.now.text
        }
    }

    fn line(&mut self) {
        let text = &mut self.now.text;
        if !self.in_heading && !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
    }

    fn tag(&mut self, tag: &str) {
        let (closing, tag) = match tag.strip_prefix('/') {
            Some(tag) => (true, tag),
            None => (false, tag),
        };
        let name = tag.split([' ', '/', '\n']).next().unwrap_or_default();
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.in_heading = !closing;
                if !closing {
                    let new = Section {
                        anchor: attribute(tag, "id"),
                        ..Section::default()
                    };
                    self.done.push(std::mem::replace(&mut self.now, new));
                }
            }
            "ruby" if !closing => self.ruby = Some(Default::default()),
            "ruby" => {
                if let Some((word, reading)) = self.ruby.take() {
                    let word = annotated::word(&word, &reading);
                    self.out().push_str(&word);
                }
            }
            "rt" => self.in_reading = !closing,
            "rp" => self.in_brackets = !closing,
            "p" | "li" | "div" | "td" | "th" | "tr" | "pre" | "br" | "hr" | "dt" | "dd" | "ul" | "ol"
            | "table" | "blockquote" | "section" | "figure" | "figcaption" | "summary" | "details" => {
                self.line();
            }
            _ => {}
        }
    }
}

/// Where a tag ends: at the first `>` that stands in no quotation marks.
fn end_of(tag: &str) -> usize {
    let mut quoted = false;
    for (at, letter) in tag.char_indices() {
        match letter {
            '"' => quoted = !quoted,
            '>' if !quoted => return at,
            _ => {}
        }
    }
    tag.len()
}

fn attribute(tag: &str, name: &str) -> String {
    let begins = format!(" {name}=\"");
    let value = tag
        .split_once(&*begins)
        .and_then(|(_, rest)| rest.split_once('"'));
    value.map_or_else(String::new, |(value, _)| unescaped(value))
}

/// The text that [`crate::html::escape`] made HTML of.
fn unescaped(html: &str) -> String {
    if !html.contains('&') {
        return html.to_owned();
    }
    html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}
