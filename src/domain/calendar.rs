//! Working days and legal periods as the People's Republic of China counts them.
//!
//! The days come from the State Council's yearly notices (`calendar/holidays.toml`). The way of
//! counting is the statutes' own: the day on which something happens is not counted, and the
//! count begins with the next working or natural day (`crm-45`, `cpc-85`). What happens to a
//! period whose last day is a holiday differs from statute to statute; see [`PeriodEnd`].
//!
//! The notice for a year appears in the autumn before it. Until then nobody can know that year's
//! make-up days, so a date counted through it is marked as provisional rather than refused.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveTime, Utc, Weekday};
use serde::Deserialize;

const DATA: &str = include_str!("calendar/holidays.toml");

/// Seconds by which Beijing is ahead of UTC; one zone for the whole country, no summer time.
const BEIJING_OFFSET: i32 = 8 * 60 * 60;

static PRC: LazyLock<Calendar> =
    LazyLock::new(|| Calendar::parse(DATA).expect("the embedded calendar is checked by a test"));

/// A due date, and whether a State Council notice still to come might move it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Due {
    /// The last day, as a date in Beijing.
    pub date: NaiveDate,
    /// True when some day of the count lies in a time for which no notice is known.
    pub provisional: bool,
}

/// What becomes of a period of natural days whose last day is a day off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PeriodEnd {
    /// It ends on that very day: agreed periods, unless the agreement says otherwise.
    AsCounted,
    /// It ends on the first day after the public holiday (`crm-45`). The article names
    /// public holidays (法定节假日) only, so an ordinary weekend moves nothing.
    AfterHoliday,
    /// It ends on the next working day: the Civil Procedure Law names legal days off
    /// (法定休假日), and weekends are among them (`cpc-85`).
    NextWorkingDay,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Holiday,
    Workday,
}

#[derive(Deserialize)]
struct Entry {
    kind: Kind,
}

#[derive(Deserialize)]
struct Data {
    official_years: BTreeSet<i32>,
    days: BTreeMap<NaiveDate, Entry>,
}

/// The days that differ from the plain week, and the years for which they are known.
#[derive(Debug)]
pub struct Calendar {
    official_years: BTreeSet<i32>,
    exceptions: BTreeMap<NaiveDate, Kind>,
}

impl Calendar {
    /// The calendar of mainland China that is built into the program.
    #[must_use]
    pub fn prc() -> &'static Self {
        &PRC
    }

    /// The years for which the notices are known.
    #[must_use]
    pub const fn years(&self) -> &BTreeSet<i32> {
        &self.official_years
    }

    fn parse(text: &str) -> Result<Self, toml::de::Error> {
        let data: Data = toml::from_str(text)?;
        let days = data.days.into_iter();
        Ok(Self {
            official_years: data.official_years,
            exceptions: days.map(|(day, entry)| (day, entry.kind)).collect(),
        })
    }

    /// Whether people work on that day: Monday to Friday, unless a notice says otherwise.
    #[must_use]
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        match self.exceptions.get(&day) {
            Some(kind) => *kind == Kind::Workday,
            None => !matches!(day.weekday(), Weekday::Sat | Weekday::Sun),
        }
    }

    /// Whether a State Council notice makes that day part of a public holiday.
    #[must_use]
    pub fn is_holiday(&self, day: NaiveDate) -> bool {
        self.exceptions.get(&day) == Some(&Kind::Holiday)
    }

    /// Whether no later notice can change what that day is.
    ///
    /// New Year's holiday may reach back into the last days of December, and then it is the next
    /// year's notice that says so: those days are settled only once both years are known.
    #[must_use]
    pub fn is_settled(&self, day: NaiveDate) -> bool {
        let near_new_year = day.month() == 12 && day.day() >= 27;
        self.official_years.contains(&day.year())
            && (!near_new_year || self.official_years.contains(&(day.year() + 1)))
    }

    /// The `n`-th working day after `from`, which is not counted itself (`crm-45`).
    ///
    /// With `n` = 0 it is `from`, whatever day that is.
    #[must_use]
    pub fn add_working_days(&self, from: NaiveDate, n: u16) -> Due {
        let mut due = Due { date: from, provisional: false };
        let mut left = n;
        for day in from.iter_days().skip(1) {
            if left == 0 {
                break;
            }
            due.date = day;
            due.provisional |= !self.is_settled(day);
            left -= u16::from(self.is_working_day(day));
        }
        due
    }

    /// The `n`-th natural day after `from`, moved as `end` says when it falls on a day off.
    #[must_use]
    pub fn add_days(&self, from: NaiveDate, n: u16, end: PeriodEnd) -> Due {
        let last = from.checked_add_days(Days::new(n.into())).unwrap_or(NaiveDate::MAX);
        let moves = |day: &NaiveDate| match end {
            PeriodEnd::AsCounted => false,
            PeriodEnd::AfterHoliday => self.is_holiday(*day),
            PeriodEnd::NextWorkingDay => !self.is_working_day(*day),
        };
        let date = last.iter_days().find(|day| !moves(day)).unwrap_or(last);
        // A plain count of days owes nothing to any notice.
        let provisional = end != PeriodEnd::AsCounted
            && last.iter_days().take_while(|day| *day <= date).any(|day| !self.is_settled(day));
        Due { date, provisional }
    }
}

fn beijing() -> FixedOffset {
    FixedOffset::east_opt(BEIJING_OFFSET).expect("eight hours are less than a day")
}

/// That instant as Beijing's clocks tell it.
#[must_use]
pub fn beijing_time(instant: DateTime<Utc>) -> DateTime<FixedOffset> {
    instant.with_timezone(&beijing())
}

/// The date on a Beijing calendar at that instant.
#[must_use]
pub fn beijing_date(instant: DateTime<Utc>) -> NaiveDate {
    beijing_time(instant).date_naive()
}

/// The instant at which a Beijing date begins.
#[must_use]
pub fn start_of_beijing_day(date: NaiveDate) -> DateTime<Utc> {
    let local = date.and_time(NaiveTime::MIN).and_local_timezone(beijing());
    local.single().map_or(DateTime::<Utc>::MIN_UTC, |start| start.to_utc())
}

/// The instant at which a Beijing date is over: the midnight that ends it, no longer part of it.
#[must_use]
pub fn end_of_beijing_day(date: NaiveDate) -> DateTime<Utc> {
    date.succ_opt().map_or(DateTime::<Utc>::MAX_UTC, start_of_beijing_day)
}

#[cfg(test)]
mod tests;
