//! Which browser and system a device has, by what the browser says of itself, and whether they still get
//! updates: a dated list, `browsers.txt`.

use chrono::NaiveDate;

use super::problem::Problem;

/// The list: what it is, the oldest version that is enough, and since when that is asked for; or a system
/// and the day of its last update.
const LIST: &str = include_str!("browsers.txt");

/// A browser and its system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// `Chrome 142`.
    pub browser: String,
    /// `Windows 10`.
    pub system: String,
    /// What is wrong with them.
    pub problem: Option<Problem>,
}

/// The day on which the list was last looked through.
pub fn listed_on() -> Option<NaiveDate> {
    lines().find_map(|(kind, rest)| (kind == "listed").then(|| rest.trim().parse().ok())?)
}

fn lines() -> impl Iterator<Item = (&'static str, &'static str)> {
    LIST.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .filter_map(|line| line.split_once(' '))
}

/// The oldest version of a browser that is enough on a day.
fn oldest(browser: &str, today: NaiveDate) -> Option<u32> {
    lines()
        .filter(|(kind, _)| *kind == "browser")
        .filter_map(|(_, rest)| {
            let mut words = rest.split_whitespace();
            let (name, version, since) = (words.next()?, words.next()?, words.next()?);
            let since: NaiveDate = since.parse().ok()?;
            (name == browser && since <= today).then(|| version.parse().ok())?
        })
        .max()
}

/// The last day on which a system gets updates; none where none is known.
fn last_update(system: &str) -> Option<NaiveDate> {
    lines()
        .filter(|(kind, _)| *kind == "system")
        .find_map(|(_, rest)| {
            let (name, day) = rest.trim().rsplit_once(' ')?;
            (name.trim() == system).then(|| day.parse().ok())?
        })
}

/// The number after a word in the text, as in `Chrome/142.0`.
fn after(text: &str, word: &str) -> Option<u32> {
    let rest = text.split_once(word)?.1;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// Looks at what a browser says of itself. Others call themselves Chrome or Safari too, so they come first.
pub fn look(agent: &str, today: NaiveDate) -> Seen {
    const NAMES: [(&str, &str, &str); 6] = [
        ("edge", "Edg/", "Edge"),
        ("samsung", "SamsungBrowser/", "Samsung Internet"),
        ("firefox", "Firefox/", "Firefox"),
        ("chrome", "CriOS/", "Chrome"),
        ("chrome", "Chrome/", "Chrome"),
        ("safari", "Version/", "Safari"),
    ];
    let system = system(agent);
    let found = NAMES.iter().find_map(|(code, mark, name)| {
        let version = after(agent, mark)?;
        (*code != "safari" || agent.contains("Safari/")).then_some((*code, version, *name))
    });
    let Some((code, version, name)) = found else {
        return Seen {
            browser: String::new(),
            system,
            problem: Some(Problem::UnknownBrowser),
        };
    };
    let old = oldest(code, today).is_some_and(|oldest| version < oldest);
    let ended = last_update(&system).is_some_and(|last| last < today);
    Seen {
        browser: format!("{name} {version}"),
        system,
        problem: match (ended, old) {
            (true, _) => Some(Problem::OldSystem),
            (false, true) => Some(Problem::OldBrowser),
            (false, false) => None,
        },
    }
}

/// The system. Windows 10 and 11, and macOS from 10.15 on, all say the same number, so that only those
/// before them can be told.
fn system(agent: &str) -> String {
    if let Some(version) = agent.split_once("Windows NT ").map(|(_, rest)| rest) {
        return match version.get(..4).unwrap_or(version) {
            "10.0" => "Windows".to_owned(),
            "6.3;" | "6.3)" => "Windows 8.1".to_owned(),
            "6.2;" | "6.2)" => "Windows 8".to_owned(),
            "6.1;" | "6.1)" => "Windows 7".to_owned(),
            _ => "Windows".to_owned(),
        };
    }
    if let Some(version) = after(agent, "Android ") {
        return format!("Android {version}");
    }
    if agent.contains("iPhone") || agent.contains("iPad") {
        return match after(agent, " OS ") {
            Some(version) => format!("iOS {version}"),
            None => "iOS".to_owned(),
        };
    }
    for (mark, name) in [("CrOS", "ChromeOS"), ("Mac OS X", "macOS"), ("Linux", "Linux")] {
        if agent.contains(mark) {
            return name.to_owned();
        }
    }
    String::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn every_line_of_the_list_is_read() {
        assert!(listed_on().is_some());
        for (kind, rest) in lines() {
            let last = rest.rsplit(' ').next().unwrap();
            assert!(
                matches!(kind, "listed" | "browser" | "system") && last.parse::<NaiveDate>().is_ok(),
                "{kind} {rest}"
            );
        }
    }

    #[test]
    fn browsers_are_told_apart_and_old_ones_from_new_ones() {
        let windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)";
        let today = day("2026-11-26");
        let seen = |agent: &str| look(agent, today);
        let edge = seen(&format!("{windows} Chrome/154.0.0.0 Safari/537.36 Edg/154.0.0.0"));
        assert_eq!((edge.browser.as_str(), edge.problem), ("Edge 154", None));
        let old = seen(&format!("{windows} Chrome/90.0.0.0 Safari/537.36"));
        assert_eq!(
            (old.browser.as_str(), old.problem),
            ("Chrome 90", Some(Problem::OldBrowser))
        );
        let seven = seen("Mozilla/5.0 (Windows NT 6.1; rv:115.0) Gecko/20100101 Firefox/115.0");
        assert_eq!(
            (seven.system.as_str(), seven.problem),
            ("Windows 7", Some(Problem::OldSystem))
        );
        let phone = seen(
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Version/26.0 Mobile Safari/604.1",
        );
        assert_eq!(
            (phone.browser.as_str(), phone.system.as_str()),
            ("Safari 26", "iOS 18")
        );
        assert_eq!(seen("curl/8").problem, Some(Problem::UnknownBrowser));
    }

    #[test]
    fn a_version_is_asked_for_from_its_day_on() {
        let (since, version) = lines()
            .filter(|(kind, _)| *kind == "browser")
            .find_map(|(_, rest)| {
                let words: Vec<_> = rest.split_whitespace().collect();
                (words[0] == "chrome").then(|| (day(words[2]), words[1].parse::<u32>().unwrap()))
            })
            .unwrap();
        assert!(oldest("chrome", since).unwrap() >= version);
        assert_ne!(oldest("chrome", since.pred_opt().unwrap()), Some(version));
    }
}
