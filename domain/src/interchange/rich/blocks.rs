//! Block content as blocks of markdown: paragraphs, lists, tables, quotes, code.

use super::line::line;
use super::reading::Reading;
use crate::interchange::xml::html::is_block;
use crate::interchange::xml::{Element, Node};

fn has_block(element: &Element) -> bool {
    element
        .elements()
        .any(|child| is_block(&child.name) || has_block(child))
}

/// Nodes as blocks, none of them empty.
pub(crate) fn blocks(reading: &mut Reading<'_>, nodes: &[Node]) -> Vec<String> {
    let mut out = Vec::new();
    let mut inline: Vec<Node> = Vec::new();
    for node in nodes {
        match node {
            Node::Element(element) if is_block(&element.name) || has_block(element) => {
                paragraph(reading, &mut inline, &mut out);
                block(reading, element, &mut out);
            }
            _ => inline.push(node.clone()),
        }
    }
    paragraph(reading, &mut inline, &mut out);
    out
}

fn paragraph(reading: &mut Reading<'_>, inline: &mut Vec<Node>, out: &mut Vec<String>) {
    let text = line(reading, &std::mem::take(inline), false);
    if !text.is_empty() {
        out.push(text);
    }
}

fn block(reading: &mut Reading<'_>, element: &Element, out: &mut Vec<String>) {
    match element.name.as_str() {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
            reading.note(
                "文の中の見出しは、太字の段落にしました。",
                "Headings within the text became bold paragraphs.",
            );
            let bold = Element {
                name: "strong".to_owned(),
                attributes: Vec::new(),
                children: element.children.clone(),
            };
            paragraph(reading, &mut vec![Node::Element(bold)], out);
        }
        "div" if element.attribute("class").starts_with("alert ") => alert(reading, element, out),
        "ul" | "ol" => list(reading, element, out),
        "table" => table(reading, element, out),
        "blockquote" => {
            let inner = blocks(reading, &element.children).join("\n\n");
            if !inner.is_empty() {
                out.push(quoted(&inner));
            }
        }
        "pre" => out.extend(code(&element.inner_text())),
        // A line under a paragraph would make it a heading; stars never do.
        "hr" => out.push("***".to_owned()),
        "script" | "style" => {
            let mut inline = vec![Node::Element(element.clone())];
            paragraph(reading, &mut inline, out);
        }
        _ => out.extend(blocks(reading, &element.children)),
    }
}

/// Markdown with `> ` before each line.
pub(crate) fn quoted(markdown: &str) -> String {
    prefixed(markdown, "> ", "> ")
}

/// Markdown with something before its first line and something before the others.
pub(crate) fn prefixed(markdown: &str, first: &str, other: &str) -> String {
    let mut out = String::new();
    for (number, line) in markdown.lines().enumerate() {
        if number > 0 {
            out.push('\n');
        }
        let prefix = if number == 0 { first } else { other };
        out.push_str(if line.is_empty() {
            prefix.trim_end()
        } else {
            prefix
        });
        out.push_str(line);
    }
    out
}

/// A box of ours: its class says which, its first paragraph repeats that.
fn alert(reading: &mut Reading<'_>, element: &Element, out: &mut Vec<String>) {
    let word = match element.attribute("class") {
        "alert tip" => "TIP",
        "alert important" => "IMPORTANT",
        "alert warning" => "WARNING",
        _ => "NOTE",
    };
    let title = element
        .children
        .iter()
        .position(|child| matches!(child, Node::Element(_)))
        .map_or(0, |at| at + 1);
    let inner = blocks(reading, element.children.get(title..).unwrap_or_default()).join("\n\n");
    if !inner.is_empty() {
        out.push(quoted(&format!("[!{word}]\n{inner}")));
    }
}

fn code(text: &str) -> Option<String> {
    let text: String = text
        .chars()
        .filter(|letter| !letter.is_control() || matches!(letter, '\n' | '\t'))
        .collect();
    let text = text.trim_matches('\n').replace("[[", "[ [");
    let longest = text
        .split(|letter| letter != '`')
        .map(str::len)
        .max()
        .unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    (!text.trim().is_empty()).then(|| format!("{fence}\n{text}\n{fence}"))
}

fn list(reading: &mut Reading<'_>, element: &Element, out: &mut Vec<String>) {
    let numbered = element.name == "ol";
    let first = element
        .attribute("start")
        .parse::<usize>()
        .unwrap_or(1)
        .min(1_000_000);
    let mut items = Vec::new();
    for (number, item) in element.elements().enumerate() {
        let inner = blocks(reading, &item.children);
        if inner.is_empty() {
            continue;
        }
        let mark = if numbered {
            format!("{}. ", number + first)
        } else {
            "- ".to_owned()
        };
        items.push(prefixed(&inner.join("\n\n"), &mark, &" ".repeat(mark.len())));
    }
    if items.is_empty() {
        return;
    }
    // Two lists in a row would be one.
    let list = items.join("\n");
    if out.last().is_some_and(|last| list_mark(last) == list_mark(&list)) {
        out.push("<!-- -->".to_owned());
    }
    out.push(list);
}

fn table(reading: &mut Reading<'_>, element: &Element, out: &mut Vec<String>) {
    if let Some(caption) = element.first("caption") {
        let mut inline = caption.children.clone();
        paragraph(reading, &mut inline, out);
    }
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut merged = false;
    for row in element.every("tr") {
        let mut cells = Vec::new();
        for cell in row
            .elements()
            .filter(|cell| cell.name == "td" || cell.name == "th")
        {
            merged |= ["colspan", "rowspan"]
                .iter()
                .any(|span| cell.get(span).is_some_and(|span| span.trim() != "1"));
            cells.push(line(reading, &cell.children, true));
        }
        if !cells.is_empty() {
            rows.push(cells);
        }
    }
    if merged {
        reading.note(
            "表のつながった枠（colspan, rowspan）は、ばらばらの枠にしました。",
            "Merged cells of a table (colspan, rowspan) became single cells.",
        );
    }
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    if width == 0 {
        return;
    }
    let written: Vec<String> = rows
        .into_iter()
        .map(|mut cells| {
            cells.resize(width, String::new());
            format!("| {} |", cells.join(" | "))
        })
        .collect();
    let rule = format!("|{}", " --- |".repeat(width));
    let mut lines = written;
    lines.insert(1, rule);
    out.push(lines.join("\n"));
}

/// Blocks for a place that takes one line: they are joined by breaks. Nothing if there is a block that
/// needs lines of its own.
pub(crate) fn one_line(blocks: &[String]) -> Option<String> {
    let simple = blocks
        .iter()
        .all(|block| !block.contains('\n') && is_paragraph(block));
    simple.then(|| blocks.join("<br>"))
}

/// The kind of list that a block is, if it is one.
pub(crate) fn list_mark(block: &str) -> Option<char> {
    if block.starts_with("- ") {
        return Some('-');
    }
    let (number, _) = block.split_once(". ")?;
    let number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    number.then_some('.')
}

/// Whether a block is a plain paragraph.
pub(crate) fn is_paragraph(block: &str) -> bool {
    let special = ["> ", "| ", "```", "***", "<!--"];
    list_mark(block).is_none() && !special.iter().any(|start| block.starts_with(start))
}
