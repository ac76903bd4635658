//! Events to safe HTML.
//!
//! Safe by construction: all text is escaped, tags come from this file only, and every tag that is
//! opened within a container is closed within it.

use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Event, LinkType, Tag, TagEnd};

use super::alerts;
use super::document::{Document, Ev, gather_text, matching_end, plain};
pub(crate) use super::footnotes::Footnotes;
use super::leftover;
use super::links;
pub(crate) use super::links::is_image;
use super::mapped::Mapped;
use super::page::Page;
use super::tables;
use crate::Lang;
use crate::catalog::diagnostic::Message;
use crate::{
    catalog::furigana,
    html::{escape, escape_into},
};

/// Writes some events of a document as HTML.
pub(crate) fn render<'a>(
    document: &Document<'a>,
    page: &mut Page<'_>,
    footnotes: &mut Footnotes,
    events: &[Ev<'a>],
) -> String {
    let mut renderer = Renderer {
        document,
        page,
        footnotes,
        out: String::new(),
        tags: Vec::new(),
        refused: Vec::new(),
        floors: Vec::new(),
        links: Vec::new(),
        alignments: Vec::new(),
        cell: 0,
        in_head: false,
    };
    renderer.run(events);
    renderer.close_tags(0);
    renderer.out
}

/// Writes the footnotes mentioned so far, nothing if there are none.
pub(crate) fn render_footnotes(
    document: &Document<'_>,
    page: &mut Page<'_>,
    footnotes: &mut Footnotes,
) -> String {
    let mut items = String::new();
    let mut index = 0;
    // A note may mention further notes.
    while let Some(label) = footnotes.label(index) {
        let (id, back) = footnotes.ids(index);
        let events = document
            .footnotes
            .get(&label)
            .map(|range| &document.events[range.clone()]);
        let html = render(document, page, footnotes, events.unwrap_or_default());
        let label = page.lang.t("本文にもどる", "Back to the text");
        items.push_str(&format!(
            "<li id=\"{id}\">{html}<a href=\"#{back}\" class=\"footnote-back\" aria-label=\"{label}\">↩</a></li>\n"
        ));
        index += 1;
    }
    if items.is_empty() {
        return items;
    }
    let label = page.lang.t("注", "Notes");
    format!("<section class=\"footnotes\" aria-label=\"{label}\">\n<ol>\n{items}</ol>\n</section>\n")
}

pub(crate) struct Renderer<'r, 'd, 'p> {
    document: &'r Document<'d>,
    pub(crate) page: &'r mut Page<'p>,
    footnotes: &'r mut Footnotes,
    pub(crate) out: String,
    /// The author's own open tags.
    pub(crate) tags: Vec<(&'static str, Range<usize>)>,
    /// Listed tags that were refused for their attributes; their ends need no complaint of their own.
    pub(crate) refused: Vec<String>,
    /// How many of the author's tags were open when each container began.
    pub(crate) floors: Vec<usize>,
    /// Whether each open link was written.
    links: Vec<bool>,
    alignments: Vec<Alignment>,
    cell: usize,
    in_head: bool,
}

/// Where a heading cell begins that was opened last and holds nothing.
fn empty_head(out: &str) -> Option<usize> {
    let at = out.rfind("<th ")?;
    out[at..].find('>').filter(|end| at + end + 1 == out.len())?;
    Some(at)
}

impl Renderer<'_, '_, '_> {
    fn run(&mut self, events: &[Ev<'_>]) {
        let mut at = 0;
        while at < events.len() {
            at = self.step(events, at);
        }
    }

    /// Writes the event at `at` and returns the index of the next one to write.
    fn step(&mut self, events: &[Ev<'_>], at: usize) -> usize {
        let (event, span) = &events[at];
        match event {
            Event::Text(_) => {
                let (mapped, next) = gather_text(events, at);
                self.text(&mapped);
                return next;
            }
            Event::Code(code) => {
                self.out.push_str("<code>");
                escape_into(&mut self.out, code);
                self.out.push_str("</code>");
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                let mut mapped = Mapped::default();
                mapped.push(html, span.clone());
                self.html(&mapped);
            }
            Event::SoftBreak => self.soft_break(&events[at + 1..]),
            Event::HardBreak => self.out.push_str("<br>\n"),
            Event::Rule => self.out.push_str("<hr>\n"),
            Event::TaskListMarker(done) => self.out.push_str(if *done { "☑ " } else { "☐ " }),
            Event::FootnoteReference(label) => {
                let mark = self.footnotes.reference(label);
                self.out.push_str(&mark);
            }
            // The number of a gap; see `catalog::blanks`.
            Event::InlineMath(number) => {
                self.out.push_str("<x-blank id=\"");
                escape_into(&mut self.out, number);
                self.out.push_str("\"></x-blank>");
            }
            Event::DisplayMath(text) => escape_into(&mut self.out, text),
            Event::Start(tag) => return self.start(events, at, tag, span),
            Event::End(tag) => self.end(tag),
        }
        at + 1
    }

    fn start(&mut self, events: &[Ev<'_>], at: usize, tag: &Tag<'_>, span: &Range<usize>) -> usize {
        match tag {
            Tag::Image { dest_url, .. } => {
                let end = matching_end(events, at);
                self.image(&events[at + 1..end], dest_url, span);
                return end + 1;
            }
            Tag::HtmlBlock => {
                let end = matching_end(events, at);
                let mut mapped = Mapped::default();
                for (event, span) in &events[at + 1..end] {
                    if let Event::Html(html) | Event::Text(html) = event {
                        mapped.push(html, span.clone());
                    }
                }
                self.check_comment(&mapped);
                self.html(&mapped);
                return end + 1;
            }
            Tag::CodeBlock(kind) => {
                let end = matching_end(events, at);
                self.check_fence(kind, span);
                self.code_block(kind, &events[at + 1..end]);
                return end + 1;
            }
            Tag::FootnoteDefinition(_) | Tag::MetadataBlock(_) => return matching_end(events, at) + 1,
            _ => self.open(events, at, tag, span),
        }
        self.floors.push(self.tags.len());
        at + 1
    }

    /// Opens a container.
    fn open(&mut self, events: &[Ev<'_>], at: usize, tag: &Tag<'_>, span: &Range<usize>) {
        match tag {
            Tag::Paragraph => self.out.push_str("<p>"),
            Tag::Heading { level, .. } => {
                // The page's title is its only h1.
                let level = (*level as u8).max(2);
                let anchor = self
                    .document
                    .headings
                    .get(&span.start)
                    .map(|heading| escape(&heading.anchor));
                self.out.push_str(&match anchor {
                    Some(anchor) => format!("<h{level} id=\"{anchor}\">"),
                    None => format!("<h{level}>"),
                });
            }
            Tag::BlockQuote(Some(kind)) => self.open_alert(*kind, span),
            Tag::BlockQuote(None) => {
                self.check_marker(&events[at..]);
                self.out.push_str("<blockquote>\n");
            }
            Tag::List(None) => self.out.push_str("<ul>\n"),
            Tag::List(Some(1)) => self.out.push_str("<ol>\n"),
            Tag::List(Some(first)) => self.out.push_str(&format!("<ol start=\"{first}\">\n")),
            Tag::Item => self.out.push_str("<li>"),
            Tag::Table(alignments) => {
                self.alignments.clone_from(alignments);
                let label = escape(&self.page.tables.next(self.page.lang));
                self.out.push_str(&format!(
                    "<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\">\n<table>\n"
                ));
            }
            Tag::TableHead => {
                tables::check_row(self.page, span.clone());
                self.cell = 0;
                self.in_head = true;
                self.out.push_str("<thead>\n<tr>");
            }
            Tag::TableRow => {
                tables::check_row(self.page, span.clone());
                self.cell = 0;
                self.out.push_str("<tr>");
            }
            Tag::TableCell => {
                let class = match self.alignments.get(self.cell) {
                    Some(Alignment::Center) => " class=\"center\"",
                    Some(Alignment::Right) => " class=\"end\"",
                    Some(Alignment::Left | Alignment::None) | None => "",
                };
                self.cell += 1;
                let cell = if self.in_head { "th scope=\"col\"" } else { "td" };
                self.out.push_str(&format!("<{cell}{class}>"));
            }
            Tag::Emphasis => self.out.push_str("<em>"),
            Tag::Strong => self.out.push_str("<strong>"),
            Tag::Strikethrough => self.out.push_str("<del>"),
            Tag::Link {
                link_type, dest_url, ..
            } => {
                let target = match link_type {
                    LinkType::Email => format!("mailto:{dest_url}"),
                    _ => dest_url.to_string(),
                };
                let url = links::link(self.page, &target, span.clone());
                self.links.push(url.is_some());
                if let Some(url) = url {
                    self.out.push_str(&format!("<a href=\"{}\">", escape(&url)));
                }
            }
            // Extensions that are not switched on.
            _ => {}
        }
    }

    fn end(&mut self, tag: &TagEnd) {
        let floor = self.floors.pop().unwrap_or(0);
        self.close_tags(floor);
        let html = match tag {
            TagEnd::Paragraph => "</p>\n",
            TagEnd::Heading(level) => {
                let level = (*level as u8).max(2);
                self.out.push_str(&format!("</h{level}>\n"));
                return;
            }
            TagEnd::BlockQuote(Some(_)) => "</div>\n",
            TagEnd::BlockQuote(None) => "</blockquote>\n",
            TagEnd::List(false) => "</ul>\n",
            TagEnd::List(true) => "</ol>\n",
            TagEnd::Item => "</li>\n",
            TagEnd::Table => "</tbody>\n</table>\n</div>\n",
            TagEnd::TableHead => {
                self.in_head = false;
                "</tr>\n</thead>\n<tbody>\n"
            }
            TagEnd::TableRow => "</tr>\n",
            // A corner with nothing in it heads nothing.
            TagEnd::TableCell if self.in_head => match empty_head(&self.out) {
                Some(at) => {
                    self.out.replace_range(at.., "<td>");
                    "</td>"
                }
                None => "</th>",
            },
            TagEnd::TableCell => "</td>",
            TagEnd::Emphasis => "</em>",
            TagEnd::Strong => "</strong>",
            TagEnd::Strikethrough => "</del>",
            TagEnd::Link if self.links.pop() == Some(true) => "</a>",
            _ => "",
        };
        self.out.push_str(html);
    }

    fn open_alert(&mut self, kind: BlockQuoteKind, span: &Range<usize>) {
        if kind == BlockQuoteKind::Caution {
            let written = self.page.text().get(span.clone()).unwrap_or_default();
            let start = span.start + written.find("[!").unwrap_or(0);
            alerts::unknown(&mut self.page.sink, start..start + "[!CAUTION]".len(), "CAUTION");
        }
        let (class, title) = alerts::class_and_title(kind, self.page.lang);
        self.out.push_str(&format!(
            "<div class=\"alert {class}\"><p class=\"alert-title\">{title}</p>\n"
        ));
    }

    /// A quote that begins like a box but is none is a mistake.
    fn check_marker(&mut self, quote: &[Ev<'_>]) {
        if let Some((marker, word, span)) = alerts::marker(self.page.text(), quote) {
            alerts::misplaced(&mut self.page.sink, marker, word, span);
        }
    }

    fn text(&mut self, mapped: &Mapped) {
        for piece in furigana::pieces(&mapped.text) {
            if let furigana::Piece::Ruby { base, reading, whole } = piece
                && (base.is_empty() || reading.is_empty())
            {
                let message = Message::new(
                    "ふりがなの漢字か読みが空です。",
                    "The furigana lacks its base or its reading.",
                );
                self.page.sink.warning("K0311", mapped.span(whole), message);
            }
        }
        for (at, _) in mapped.text.match_indices("**") {
            self.page
                .sink
                .warning(
                    "K0315",
                    mapped.span(at..at + 2),
                    Message::new("この ** は太字になりません。", "This ** makes nothing bold."),
                )
                .help(
                    "かっこなどの記号の外側に ** を置くときは、前後に空白を入れるか、記号を ** の外に出します。",
                    "Next to brackets, put a space outside the ** or move the bracket out of it.",
                );
        }
        leftover::check(&mut self.page.sink, mapped, !self.links.is_empty());
        self.out.push_str(&furigana::to_html(&mapped.text));
    }

    /// Lines of Japanese join without a space.
    fn soft_break(&mut self, next: &[Ev<'_>]) {
        let wide = |letter: char| u32::from(letter) >= 0x2e80;
        let before = last_shown(&self.out).is_some_and(wide) || self.out.ends_with("</ruby>");
        let after = first_shown(next).is_some_and(|letter| wide(letter) || letter == '{');
        if !(self.page.lang == Lang::Ja && before && after) {
            self.out.push('\n');
        }
    }

    fn image(&mut self, alt: &[Ev<'_>], target: &str, span: &Range<usize>) {
        let alt = plain(alt);
        if alt.is_empty() {
            self.page
                .sink
                .error(
                    "K0306",
                    span.clone(),
                    Message::new(
                        "画像に説明の文がありません。",
                        "The image has no alternative text.",
                    ),
                )
                .help(
                    "![ ] のかっこの中に、絵を見られない人のための説明を書いてください。",
                    "Describe it between the brackets of ![ ] for people who cannot see it.",
                );
        }
        if self.video(&alt, target, span) {
            return;
        }
        let url = links::image(self.page, target, span.clone());
        match url {
            Some(url) => self.out.push_str(&format!(
                "<img src=\"{}\" alt=\"{}\" decoding=\"async\">",
                escape(&url),
                escape(&alt)
            )),
            None => escape_into(&mut self.out, &alt),
        }
    }

    /// A fence that nobody closed takes all that follows for code, in a quiz with its answers.
    fn check_fence(&mut self, kind: &CodeBlockKind<'_>, span: &Range<usize>) {
        let CodeBlockKind::Fenced(_) = kind else { return };
        let written = self.page.text().get(span.clone()).unwrap_or_default();
        let first = written.lines().next().unwrap_or_default().trim_start();
        let mark = first.chars().next().unwrap_or('`');
        let length = first.chars().take_while(|sign| *sign == mark).count();
        let last = written.trim_end().lines().skip(1).last().unwrap_or_default();
        let last = last.trim_matches([' ', '\t', '>', '\r']);
        if last.chars().count() >= length && last.chars().all(|sign| sign == mark) {
            return;
        }
        let message = Message::new(
            "コードの囲みが閉じていません。この後が全部、コードとして見えます。",
            "This block of code is not closed: all that follows is shown as code.",
        );
        let fence = first.chars().take(length).map(char::len_utf8).sum::<usize>();
        self.page
            .sink
            .error("K0321", span.start..span.start + fence, message)
            .help(
                format!(
                    "終わりの行に {} を書いてください。",
                    mark.to_string().repeat(length)
                ),
                format!("Write a line {} where it ends.", mark.to_string().repeat(length)),
            );
    }

    /// A comment that nobody closed hides all that follows.
    fn check_comment(&mut self, mapped: &Mapped) {
        let Some(at) = mapped.text.rfind("<!--") else {
            return;
        };
        if mapped.text[at..].contains("-->") {
            return;
        }
        let message = Message::new(
            "コメントが閉じていません。この後が全部、見えなくなります。",
            "This comment is not closed: all that follows is hidden.",
        );
        self.page
            .sink
            .error("K0321", mapped.span(at..at + 4), message)
            .help("終わりに --> を書いてください。", "Write --> where it ends.");
    }

    fn code_block(&mut self, kind: &CodeBlockKind<'_>, events: &[Ev<'_>]) {
        let language: String = match kind {
            CodeBlockKind::Fenced(info) => info
                .split_whitespace()
                .next()
                .unwrap_or_default()
                .chars()
                .filter(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '+' | '-' | '_' | '#'))
                .collect(),
            CodeBlockKind::Indented => String::new(),
        };
        self.out.push_str(&if language.is_empty() {
            "<pre><code>".to_owned()
        } else {
            format!("<pre><code class=\"language-{language}\">")
        });
        for (event, _) in events {
            if let Event::Text(code) = event {
                escape_into(&mut self.out, code);
            }
        }
        self.out.push_str("</code></pre>\n");
    }
}

/// The last letter that is shown of some HTML, behind which tags may stand.
fn last_shown(html: &str) -> Option<char> {
    let mut rest = html;
    while rest.ends_with('>') {
        rest = &rest[..rest.rfind('<')?];
    }
    rest.chars().next_back()
}

/// The first letter that some inline events show: of bold, of a link, of code.
fn first_shown(events: &[Ev<'_>]) -> Option<char> {
    for (event, _) in events {
        match event {
            Event::Text(text) | Event::Code(text) if !text.is_empty() => return text.chars().next(),
            Event::Text(_) | Event::Code(_) => {}
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. }) => {}
            // The author's own tags.
            Event::InlineHtml(tag) if !tag.starts_with("<br") => {}
            _ => return None,
        }
    }
    None
}
