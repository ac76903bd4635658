//! The order of the house. `docs/house.md` tells it in words and must name every part in this order.

/// The rooms, each above those before it: a room uses what stands before it, never what stands behind.
pub const ROOMS: [&str; 13] = [
    "identity",
    "catalog",
    "learning",
    "classroom",
    "readiness",
    "telework",
    "matching",
    "care",
    "contracts",
    "outreach",
    "notices",
    "reports",
    "home",
];

/// A floor: what stands on it besides the rooms, each above what stands before it.
pub struct Floor {
    /// The crate.
    pub name: &'static str,
    /// The crates of the house that it may be built on.
    pub on: &'static [&'static str],
    /// What every room uses and what names no room.
    pub below: &'static [&'static str],
    /// What puts the rooms together: it names them, and they hold what it made. Nothing else may do both.
    pub frame: &'static [&'static str],
    /// What stands on the rooms.
    pub above: &'static [&'static str],
}

/// The floors, the ground floor first.
pub const FLOORS: [Floor; 3] = [
    Floor {
        name: "domain",
        on: &[],
        below: &[
            "coded", "events", "folding", "html", "ids", "lang", "search", "shown",
        ],
        frame: &[],
        above: &["interchange"],
    },
    Floor {
        name: "server",
        on: &["domain", "migrations"],
        below: &[
            "limits", "error", "config", "keys", "db", "clock", "cookies", "forms", "qr",
        ],
        frame: &["above", "services"],
        above: &["demo", "backup", "http", "cli"],
    },
    Floor {
        name: "app",
        on: &["domain", "server"],
        below: &["islands", "web", "ui"],
        frame: &["shell"],
        above: &["routes"],
    },
];
