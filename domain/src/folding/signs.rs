//! Single signs: which are not seen, which look alike, which are kana.

/// Whether nobody sees the character: what Unicode lets programs ignore (Default_Ignorable_Code_Point),
/// controls, and the blank of braille.
pub(super) fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
        || letter.is_control() && !letter.is_whitespace()
}

/// Whether the character chooses a form of the one before it, as in 葛󠄀城.
pub(super) fn is_variation(letter: char) -> bool {
    matches!(letter, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' | '\u{180b}'..='\u{180d}')
}

/// One sign for those that look alike: waves, quotation marks, circles, crosses, the yen key.
pub(super) fn alike(letter: char) -> char {
    match letter {
        '〜' | '～' | '∼' | '˜' | '〰' => '~',
        '“' | '”' | '„' | '‟' | '〝' | '〞' | '〟' | '″' | '＂' => '"',
        '‘' | '’' | '‚' | '‛' | '′' | '´' | '＇' => '\'',
        '◯' | '〇' | '⭕' => '○',
        '×' | '✕' | '✖' | '╳' => 'x',
        '¥' | '￥' => '\\',
        '｡' => '。',
        _ => letter,
    }
}

/// Whether the sign is one of the dashes that keyboards and phones give for one another.
pub(super) fn is_dash(letter: char) -> bool {
    matches!(
        letter,
        'ー' | 'ｰ'
            | '-'
            | '－'
            | '―'
            | '−'
            | '‐'
            | '‑'
            | '‒'
            | '–'
            | '—'
            | '⁃'
            | '─'
            | '━'
            | '﹣'
            | '﹘'
    )
}

/// The hiragana of a katakana letter (ァ–ヶ, ヽ, ヾ); any other character as it is.
pub(super) fn hiragana(letter: char) -> char {
    match letter {
        'ァ'..='ヶ' | 'ヽ' | 'ヾ' => char::from_u32(letter as u32 - 0x60).unwrap_or(letter),
        _ => letter,
    }
}

/// Whether the sign is kana or its long vowel mark.
pub(super) fn is_kana(letter: char) -> bool {
    matches!(letter, '\u{3041}'..='\u{309f}' | '\u{30a1}'..='\u{30fa}' | 'ー'..='ヿ')
}

/// Whether words of this letter have spaces between them: letters and digits that are not Japanese.
pub(super) fn keeps_spaces(letter: char) -> bool {
    letter.is_alphanumeric()
        && !is_kana(letter)
        && !matches!(letter, '々' | '\u{2e80}'..='\u{2fdf}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// The usual form of a character that names have in other forms, which keyboards give one for the other:
/// who looks for 高橋 means 髙橋, too. Only for searching and sorting.
pub(super) fn old_form(letter: char) -> char {
    match letter {
        '髙' => '高',
        '﨑' | '嵜' | '碕' => '崎',
        '濱' | '濵' => '浜',
        '邊' | '邉' => '辺',
        '齋' | '斎' | '齊' => '斉',
        '澤' => '沢',
        '櫻' => '桜',
        '廣' => '広',
        '國' => '国',
        '嶋' | '嶌' => '島',
        '德' => '徳',
        '惠' => '恵',
        '眞' => '真',
        '瀨' => '瀬',
        '彌' => '弥',
        '會' => '会',
        '淸' => '清',
        '靑' => '青',
        '增' => '増',
        '寬' => '寛',
        '冨' => '富',
        '舘' => '館',
        '條' => '条',
        '榮' => '栄',
        '龍' => '竜',
        'ゖ' => 'け',
        _ => letter,
    }
}
