//! Plain text as markdown that shows exactly it.

/// One character of running text.
pub(crate) fn push(out: &mut String, letter: char, table: bool) {
    match letter {
        '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '~' | '&' => {
            out.push('\\');
            out.push(letter);
        }
        '|' if table => out.push_str("\\|"),
        '\u{0}'..='\u{1f}' | '\u{7f}' | '\u{e000}'..='\u{e003}' | '\u{feff}' => {}
        _ => out.push(letter),
    }
}

/// A text of one line, escaped.
pub(crate) fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        push(&mut out, if letter.is_whitespace() { ' ' } else { letter }, false);
    }
    finish(out.trim().to_owned())
}

/// A line that is furigana where the text only has braces and a bar gets other braces.
pub(crate) fn finish(mut line: String) -> String {
    while let Some((open, close)) = looks_like_furigana(&line) {
        line.replace_range(close..close + 1, "｝");
        line.replace_range(open..open + 1, "｛");
    }
    line.replace('\u{e000}', "{")
        .replace('\u{e001}', "|")
        .replace('\u{e002}', "}")
        .replace('\u{e003}', "｜")
}

fn looks_like_furigana(line: &str) -> Option<(usize, usize)> {
    let mut open = None;
    for (at, letter) in line.char_indices() {
        match letter {
            '{' => open = Some(at),
            '}' => {
                if let Some(start) = open.take()
                    && line[start..at].contains(['|', '｜'])
                {
                    return Some((start, at));
                }
            }
            _ => {}
        }
    }
    None
}

/// Furigana in private characters, which `finish` turns into braces; a reading that cannot be written
/// stands in brackets.
pub(crate) fn ruby(base: &str, reading: &str, table: bool) -> String {
    let clean = |text: &str| -> String {
        text.chars()
            .filter(|letter| !letter.is_control() && !('\u{e000}'..='\u{e003}').contains(letter))
            .collect::<String>()
            .trim()
            .to_owned()
    };
    let (base, reading) = (clean(base), clean(reading));
    let odd = |text: &str| text.contains(['{', '}', '|', '｜', '*', '_', '`', '[', ']', '<', '&', '\\', '~']);
    let mut out = String::new();
    if base.is_empty() || reading.is_empty() || odd(&base) || odd(&reading) {
        for letter in base.chars() {
            push(&mut out, letter, table);
        }
        if !reading.is_empty() {
            out.push('（');
            for letter in reading.chars() {
                push(&mut out, letter, table);
            }
            out.push('）');
        }
        return out;
    }
    let bar = if table { '\u{e003}' } else { '\u{e001}' };
    format!("\u{e000}{base}{bar}{reading}\u{e002}")
}

/// A line whose beginning would mean something, made to mean only itself.
pub(crate) fn line_start(line: &str) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let after = line[digits..].chars().next();
    if digits > 0 && matches!(after, Some('.' | ')')) {
        return format!("{}\\{}", &line[..digits], &line[digits..]);
    }
    if line.starts_with(['#', '>', '+', '-', '=', '|', ':']) {
        return format!("\\{line}");
    }
    if let Some(rest) = line.strip_prefix('＝') {
        return format!("&#xFF1D;{rest}");
    }
    for word in ["accept", "reject"] {
        if let Some(rest) = line.strip_prefix(word) {
            for (colon, entity) in [(":", "&#58;"), ("：", "&#xFF1A;")] {
                if let Some(rest) = rest.strip_prefix(colon) {
                    return format!("{word}{entity}{rest}");
                }
            }
        }
    }
    line.to_owned()
}

/// A code span; nothing in it has a meaning.
pub(crate) fn code(text: &str, table: bool) -> String {
    let text: String = text
        .chars()
        .map(|letter| if letter.is_whitespace() { ' ' } else { letter })
        .filter(|letter| !letter.is_control())
        .collect();
    let text = text.trim().replace("[[", "[ [");
    if text.is_empty() {
        return String::new();
    }
    let longest = text
        .split(|letter| letter != '`')
        .map(str::len)
        .max()
        .unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let text = if table { text.replace('|', "\\|") } else { text };
    let pad = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A TOML string.
pub(crate) fn toml_string(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        match letter {
            '"' | '\\' => {
                out.push('\\');
                out.push(letter);
            }
            _ if letter.is_control() => {}
            _ => out.push(letter),
        }
    }
    out.push('"');
    out
}
