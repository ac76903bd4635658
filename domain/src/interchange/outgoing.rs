//! What writing any format shares: our HTML made fit for other systems, settings, and what is lost.

use std::collections::BTreeSet;

use super::Files;
use super::escape::toml_string;
use super::item::Loss;
use super::rich::images;
use super::rich::rubies;
use super::xml::html;
use super::xml::html::is_block;
use super::xml::{Element, Node};
use crate::Lang;
use crate::catalog::{Course, Message, Question, QuestionText, Quiz, QuizKind, ShowAnswers};

/// What an export gave.
#[derive(Clone, Debug, PartialEq)]
pub struct Exported {
    /// The files of the package, or the one file.
    pub files: Files,
    /// What the format could not hold, by question.
    pub losses: Vec<Loss>,
}

/// How the other system's HTML differs from ours.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Flavour {
    /// A browser shows it; images are in the text.
    Html,
    /// QTI 2.1: the XHTML of 2012, images beside it.
    Xhtml,
    /// QTI 3.0: furigana too.
    Html5,
}

/// The state of writing.
pub(crate) struct Outgoing<'a> {
    pub course: &'a Course,
    pub lang: Lang,
    pub flavour: Flavour,
    /// The paths of the images shown so far.
    pub images: BTreeSet<String>,
    pub losses: Vec<Loss>,
    /// The question being written.
    pub item: String,
}

const TAGS: [&str; 43] = [
    "a",
    "b",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "dd",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "kbd",
    "li",
    "ol",
    "p",
    "pre",
    "q",
    "samp",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "var",
];

impl<'a> Outgoing<'a> {
    pub fn new(course: &'a Course, lang: Lang, flavour: Flavour) -> Outgoing<'a> {
        Outgoing {
            course,
            lang,
            flavour,
            images: BTreeSet::new(),
            losses: Vec::new(),
            item: String::new(),
        }
    }

    pub fn note(&mut self, ja: impl Into<String>, en: impl Into<String>) {
        self.lose(false, ja, en);
    }

    /// Other systems do not try answers beforehand.
    pub fn note_tests(&mut self, words: &QuestionText) {
        if words.tests > 0 {
            self.note(
                "accept: と reject: の行は、書き出せません。",
                "Its lines accept: and reject: are left out.",
            );
        }
    }

    /// Other systems show no headings over pairs.
    pub fn note_columns(&mut self, words: &QuestionText) {
        if words.columns.iter().any(|heading| !heading.is_empty()) {
            self.note(
                "表の見出しは、書き出せません。",
                "The headings over the pairs are left out.",
            );
        }
    }

    pub fn leave_out(&mut self, ja: impl Into<String>, en: impl Into<String>) {
        self.lose(true, ja, en);
    }

    fn lose(&mut self, left_out: bool, ja: impl Into<String>, en: impl Into<String>) {
        let loss = Loss {
            item: self.item.clone(),
            left_out,
            what: Message::new(ja, en),
        };
        if !self.losses.contains(&loss) {
            self.losses.push(loss);
        }
    }

    /// The words of a question in this language.
    pub fn words(&self, question: &'a Question) -> Option<&'a QuestionText> {
        question.text(self.lang)
    }

    /// Our HTML as nodes for the other system, without the white space around blocks.
    pub fn html(&mut self, html: &str) -> Vec<Node> {
        let nodes = self.nodes(html::parse(html));
        let block = |node: Option<&Node>| match node {
            Some(Node::Element(element)) => is_block(&element.name),
            Some(Node::Text(_)) => false,
            None => true,
        };
        let kept = nodes.iter().enumerate().filter(|(at, node)| {
            let blank = matches!(node, Node::Text(text) if text.trim().is_empty());
            let before = at.checked_sub(1).and_then(|at| nodes.get(at));
            !(blank && (block(before) || block(nodes.get(at + 1))))
        });
        kept.map(|(_, node)| node.clone()).collect()
    }

    /// The heading and the text below it.
    pub fn body(&mut self, text: &QuestionText) -> Vec<Node> {
        let title = Element {
            name: "p".to_owned(),
            attributes: Vec::new(),
            children: self.html(&text.title_html),
        };
        let mut nodes = vec![Node::Element(title)];
        nodes.extend(self.html(&text.body_html));
        nodes
    }

    fn nodes(&mut self, nodes: Vec<Node>) -> Vec<Node> {
        let mut out = Vec::new();
        for node in nodes {
            match node {
                Node::Text(text) => out.push(Node::Text(text)),
                Node::Element(element) => self.element(element, &mut out),
            }
        }
        out
    }

    fn element(&mut self, element: Element, out: &mut Vec<Node>) {
        match element.name.as_str() {
            "ruby" if self.flavour == Flavour::Xhtml => {
                let mut base = String::new();
                for child in &element.children {
                    match child {
                        Node::Text(text) => base.push_str(text),
                        Node::Element(inner) if inner.name == "rt" => {
                            out.push(Node::Element(rubies::span(&base, &inner.inner_text())));
                            base.clear();
                        }
                        Node::Element(_) => {}
                    }
                }
            }
            "ruby" | "rt" | "rp" => out.push(Node::Element(Element {
                attributes: Vec::new(),
                children: self.nodes(element.children),
                name: element.name,
            })),
            "x-blank" => out.push(Node::Element(element)),
            "img" => self.image(&element, out),
            "a" => {
                let target = element.attribute("href").to_owned();
                let children = self.nodes(element.children);
                if target.starts_with(['/', '#']) || target.is_empty() {
                    self.note(
                        format!("コースの中へのリンク「{target}」は外し、文字だけ残しました。"),
                        format!("The link into the course, \"{target}\", was taken off; its words are kept."),
                    );
                    out.extend(children);
                } else {
                    out.push(Node::Element(Element {
                        name: "a".to_owned(),
                        attributes: vec![("href".to_owned(), target)],
                        children,
                    }));
                }
            }
            // Ours, around a table.
            "div" if element.attribute("class") == "table" => {
                let children = self.nodes(element.children);
                out.extend(children);
            }
            "details" | "summary" | "section" => {
                let mut div = Element::new("div");
                div.children = self.nodes(element.children);
                out.push(Node::Element(div));
            }
            "del" | "mark" => {
                let mut span = Element::new("span").with("class", format!("kakehashi-{}", element.name));
                span.children = self.nodes(element.children);
                out.push(Node::Element(span));
            }
            name if TAGS.contains(&name) => {
                if self.flavour == Flavour::Xhtml && element.get("start").is_some() {
                    self.note(
                        "番号つきリストの始まりの番号は、QTI 2.1に書けません。",
                        "QTI 2.1 cannot hold the number that a list starts with.",
                    );
                }
                let flavour = self.flavour;
                let kept = |(key, value): &(String, String)| {
                    (key == "start" && name == "ol" && flavour != Flavour::Xhtml)
                        || (key == "class" && name == "div" && value.starts_with("alert "))
                };
                let attributes = element
                    .attributes
                    .iter()
                    .filter(|pair| kept(pair))
                    .cloned()
                    .collect();
                out.push(Node::Element(Element {
                    attributes,
                    children: self.nodes(element.children),
                    name: element.name,
                }));
            }
            _ => {
                let children = self.nodes(element.children);
                out.extend(children);
            }
        }
    }

    fn image(&mut self, element: &Element, out: &mut Vec<Node>) {
        let source = images::percent_decode(element.attribute("src"));
        let prefix = format!("/courses/{}/files/", self.course.id);
        let found = source
            .strip_prefix(&prefix)
            .and_then(|path| self.course.images.get(path).map(|bytes| (path, bytes)));
        let Some((path, bytes)) = found else {
            self.note(
                format!("画像「{source}」が見つかりません。"),
                format!("The image \"{source}\" was not found."),
            );
            out.push(Node::Text(element.attribute("alt").to_owned()));
            return;
        };
        let target = if self.flavour == Flavour::Html {
            format!("data:{};base64,{}", mime(path), images::to_base64(bytes))
        } else {
            self.images.insert(path.to_owned());
            path.replace(' ', "%20")
        };
        let image = Element::new("img")
            .with("src", target)
            .with("alt", element.attribute("alt"));
        out.push(Node::Element(image));
    }
}

/// Whether it is an element of HTML that is written.
pub(crate) fn is_tag(name: &str) -> bool {
    TAGS.contains(&name)
}

/// The media type of an image, by its name.
fn mime(path: &str) -> &'static str {
    let end = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    match end.as_str() {
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "avif" => "image/avif",
        _ => "image/webp",
    }
}

/// The settings of a quiz, as lines of its front matter.
pub(crate) fn front(quiz: &Quiz) -> Vec<String> {
    let kind = match quiz.kind {
        QuizKind::Practice => "practice",
        QuizKind::Test => "test",
        QuizKind::Survey => "survey",
    };
    let show = match quiz.show_answers {
        ShowAnswers::Immediately => "immediately",
        ShowAnswers::AfterSubmit => "after-submit",
        ShowAnswers::AfterPass => "after-pass",
        ShowAnswers::Never => "never",
    };
    let mut lines = vec![
        format!("kind = \"{kind}\""),
        format!("pass_percent = {}", quiz.pass_percent),
        format!("attempts = {}", quiz.attempts),
        format!("show_answers = \"{show}\""),
    ];
    lines.extend(quiz.minutes.map(|minutes| format!("minutes = {minutes}")));
    if quiz.in_class_only {
        lines.push("in_class_only = true".to_owned());
    }
    if !quiz.competences.is_empty() {
        let list: Vec<String> = quiz.competences.iter().map(|tag| toml_string(tag)).collect();
        lines.push(format!("competences = [{}]", list.join(", ")));
    }
    if !quiz.draw.is_empty() {
        let pools = quiz
            .draw
            .iter()
            .map(|draw| format!("{{ tag = {}, count = {} }}", toml_string(&draw.tag), draw.count));
        lines.push(format!("draw = [{}]", pools.collect::<Vec<_>>().join(", ")));
    }
    lines
}

/// A cost without needless digits, nothing if it is free.
pub(crate) fn hint_cost(question: &Question) -> Option<String> {
    (question.hint_cost > 0.0).then(|| question.hint_cost.to_string())
}
