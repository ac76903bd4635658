//! What a browser calls itself, in words that its owner knows.

use domain::Lang;

/// Brand and device, such as `Chrome・Android`. The order tells: Edge calls itself Chrome, too.
pub(super) fn device(lang: Lang, user_agent: &str) -> String {
    const BROWSERS: [(&str, &str); 5] = [
        ("Edg", "Edge"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    const DEVICES: [(&str, &str); 6] = [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Macintosh", "Mac"),
        ("Linux", "Linux"),
    ];
    let known = |list: &[(&str, &'static str)]| {
        list.iter()
            .find(|(mark, _)| user_agent.contains(mark))
            .map(|(_, name)| *name)
    };
    let parts: Vec<&str> = [known(&BROWSERS), known(&DEVICES)]
        .into_iter()
        .flatten()
        .collect();
    if parts.is_empty() {
        return lang.t("ほかの機械", "Another device").to_owned();
    }
    parts.join(lang.t("・", ", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_and_devices_are_told_apart() {
        let phone = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36";
        assert_eq!(device(Lang::Ja, phone), "Chrome・Android");
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0";
        assert_eq!(device(Lang::En, edge), "Edge, Windows");
        let tablet = "Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1";
        assert_eq!(device(Lang::En, tablet), "Safari, iPad");
        assert_eq!(device(Lang::En, ""), "Another device");
    }
}
