//! HTML as people's editors leave it, to the same small tree as XML. Never fails.

use super::entities;
use super::{Element, Node};

/// How deep elements may lie in each other; deeper ones become siblings.
const DEEPEST: usize = 100;

const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
];

/// Elements whose content is no text of the page.
const RAW: [&str; 4] = ["script", "style", "textarea", "title"];

/// Reads a fragment.
pub(crate) fn parse(html: &str) -> Vec<Node> {
    let mut tree = Tree {
        open: vec![Element::default()],
    };
    let mut rest = html;
    while !rest.is_empty() {
        let Some(at) = rest.find('<') else {
            tree.text(rest);
            break;
        };
        tree.text(&rest[..at]);
        rest = &rest[at..];
        rest = tree.markup(rest);
    }
    while tree.open.len() > 1 {
        tree.close_last();
    }
    tree.open.pop().map(|root| root.children).unwrap_or_default()
}

struct Tree {
    open: Vec<Element>,
}

impl Tree {
    fn text(&mut self, text: &str) {
        if !text.is_empty() {
            self.push(Node::Text(entities::decode(text)));
        }
    }

    fn push(&mut self, node: Node) {
        let Some(parent) = self.open.last_mut() else {
            return;
        };
        match (parent.children.last_mut(), node) {
            (Some(Node::Text(before)), Node::Text(text)) => before.push_str(&text),
            (_, node) => parent.children.push(node),
        }
    }

    fn close_last(&mut self) {
        if self.open.len() > 1
            && let Some(element) = self.open.pop()
        {
            self.push(Node::Element(element));
        }
    }

    fn close(&mut self, name: &str) {
        if let Some(at) = self.open.iter().rposition(|element| element.name == name)
            && at > 0
        {
            while self.open.len() > at {
                self.close_last();
            }
        }
    }

    /// Reads what starts with `<`; returns what follows.
    fn markup<'h>(&mut self, rest: &'h str) -> &'h str {
        if let Some(comment) = rest.strip_prefix("<!--") {
            return comment.find("-->").map_or("", |end| &comment[end + 3..]);
        }
        if let Some(data) = rest.strip_prefix("<![CDATA[") {
            let end = data.find("]]>").unwrap_or(data.len());
            self.push(Node::Text(data[..end].to_owned()));
            return data.get(end + 3..).unwrap_or_default();
        }
        let Some((inner, after)) = tag(rest) else {
            self.text("<");
            return &rest[1..];
        };
        if inner.starts_with(['!', '?']) {
            return after;
        }
        if let Some(name) = inner.strip_prefix('/') {
            let name = name.split_whitespace().next().unwrap_or_default();
            self.close(&local(name));
            return after;
        }
        let element = element(inner);
        let name = element.name.clone();
        self.close_implied(&name);
        if VOID.contains(&name.as_str()) || inner.ends_with('/') || self.open.len() > DEEPEST {
            self.push(Node::Element(element));
            return after;
        }
        self.open.push(element);
        if RAW.contains(&name.as_str()) {
            let lower = after.to_ascii_lowercase();
            let end = lower.find(&format!("</{name}")).unwrap_or(after.len());
            self.push(Node::Text(after[..end].to_owned()));
            self.close_last();
            let rest = &after[end..];
            return rest.find('>').map_or("", |close| &rest[close + 1..]);
        }
        after
    }

    /// Closes what the start of this element ends without saying so.
    fn close_implied(&mut self, name: &str) {
        let open = self
            .open
            .last()
            .map(|element| element.name.clone())
            .unwrap_or_default();
        let closes = match name {
            "li" => open == "li" || open == "p",
            "dt" | "dd" => open == "dt" || open == "dd",
            "td" | "th" => open == "td" || open == "th",
            "tr" => matches!(open.as_str(), "tr" | "td" | "th"),
            "tbody" | "tfoot" => matches!(open.as_str(), "thead" | "tbody" | "tr" | "td" | "th"),
            "option" => open == "option",
            "rt" | "rp" => open == "rt" || open == "rp",
            "p" | "div" | "ul" | "ol" | "table" | "pre" | "blockquote" | "h1" | "h2" | "h3" | "h4" | "h5"
            | "h6" | "hr" => open == "p",
            _ => false,
        };
        if closes {
            self.close_last();
            if name == "tr" || name == "li" || name == "tbody" || name == "tfoot" {
                self.close_implied(name);
            }
        }
    }
}

/// The tag that `rest` starts with, without its brackets, quotes respected; and what follows.
fn tag(rest: &str) -> Option<(&str, &str)> {
    let second = rest[1..].chars().next()?;
    if !second.is_ascii_alphabetic() && !matches!(second, '/' | '!' | '?') {
        return None;
    }
    let mut quote = None;
    for (at, letter) in rest.char_indices() {
        match (quote, letter) {
            (None, '>') => return Some((&rest[1..at], &rest[at + 1..])),
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), close) if open == close => quote = None,
            _ => {}
        }
    }
    let at = rest.find('>')?;
    Some((&rest[1..at], &rest[at + 1..]))
}

fn local(name: &str) -> String {
    let name = name.rsplit(':').next().unwrap_or(name);
    name.to_ascii_lowercase()
}

fn element(inner: &str) -> Element {
    let inner = inner.strip_suffix('/').unwrap_or(inner);
    let end = inner.find(char::is_whitespace).unwrap_or(inner.len());
    let mut element = Element::new(&local(&inner[..end]));
    let mut rest = inner[end..].trim_start();
    while !rest.is_empty() {
        let end = rest
            .find(|letter: char| letter == '=' || letter.is_whitespace())
            .unwrap_or(rest.len());
        let name = rest[..end].to_ascii_lowercase();
        rest = rest[end..].trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            let quote = after.chars().next().filter(|letter| matches!(letter, '"' | '\''));
            (value, rest) = match quote {
                Some(quote) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
                None => after.split_at(after.find(char::is_whitespace).unwrap_or(after.len())),
            };
            rest = rest.trim_start();
        } else if name.is_empty() {
            break;
        }
        element.attributes.push((name, entities::decode(value)));
    }
    element
}

/// Whether an element stands on lines of its own.
pub(crate) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "main"
            | "figure"
            | "figcaption"
            | "center"
            | "form"
            | "fieldset"
            | "address"
            | "dl"
            | "dt"
            | "dd"
            | "table"
            | "ul"
            | "ol"
            | "li"
            | "pre"
            | "blockquote"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "hr"
            | "details"
            | "summary"
            | "nav"
            | "aside"
            | "caption"
            | "tr"
            | "thead"
            | "tbody"
            | "tfoot"
            | "body"
            | "html"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interchange::xml::write_nodes;

    #[test]
    fn what_editors_leave_becomes_a_tree() {
        let tidy = |html: &str| write_nodes(&parse(html));
        assert_eq!(
            tidy("<P CLASS=x>a<br>b<p>c<ul><li>d<li>e</ul>"),
            "<p class=\"x\">a<br/>b</p><p>c</p><ul><li>d</li><li>e</li></ul>"
        );
        assert_eq!(tidy("1 < 2 &amp; &eacute;</b>"), "1 &lt; 2 &amp; é");
        assert_eq!(
            tidy("<script>if (a<b) x()</script>t"),
            "<script>if (a&lt;b) x()</script>t"
        );
        assert_eq!(
            tidy("<table><tr><td>1<td>2<tr><td>3</table>"),
            "<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>"
        );
        assert_eq!(tidy("<a href='x\"y'"), "&lt;a href='x\"y'");
    }
}
