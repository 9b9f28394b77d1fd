import { describe, expect, test } from "vitest";
import { plateCategory } from "../../src/plate/template.ts";
import { cyrillic } from "./cyrillic.ts";

/** Plates of each category, their letters to be taken as Cyrillic. */
const PLATES = {
  "private car": ["A123BC45", "A123BC456", "T123CT45"],
  " lk_taxi_r_pricep": ["AB12345", "AB123456", "CT12345"],
  lk_pricep_r_transit: ["AB1234567", "CT1234567"],
  lk_moto_tract: ["1234AB56", "1234AB567", "1234CT56"],
  some: ["A1234BC", "T1234CT"],
  lk_transit: ["AB123C45", "TC123T456"],
  lk_export: ["TAB12345", "TTC123456"],
  lk_mvd_avto: ["A123456", "T1234567"],
  lk_mvd_moto: ["1234A56", "1234C567"],
  lk_mvd_pricep: ["123A45", "123A456", "123T456"],
  lk_diplomat: ["123T4567", "123T45678", "123T456789"],
  unknown: [
    ..."|A|1|A123BC4|A123BC4567|AB1234|AB12345678|1234AB5|1234AB5678|A1234BC5|AB123C4|AAB12345|TAB1234".split(
      "|",
    ),
    ..."A12345|A12345678|1234A5|123A4|123A4567|123T45678901|123C456789|111111|AAAAAA|A123BC45 | A123BC45".split(
      "|",
    ),
  ],
} as const;

describe.each(Object.entries(PLATES))("category %j", (category, plates) => {
  test.each(plates)("is that of %j", (plate) => {
    expect(plateCategory(cyrillic(plate))).toBe(category);
  });
});

test.each([
  ["CD of Latin letters", "123CD456", "lk_diplomat"],
  ["a Cyrillic C and a Latin D", `123${cyrillic("C")}D4567`, "lk_diplomat"],
  ["a D alone", "123D45678", "lk_diplomat"],
  ["a Latin T", "123T456789", "lk_diplomat"],
  ["a Latin T before letters", `T${cyrillic("AB12345")}`, "lk_export"],
  ["a Latin T before letters and six digits", `T${cyrillic("AB123456")}`, "lk_export"],
  ["a Latin C and no D", "123C456", "unknown"],
  ["Latin letters for Cyrillic ones", "A123BC45", "unknown"],
  ["lower case", cyrillic("A123BC45").toLowerCase(), "unknown"],
  ["the first and the last capital", "\u0410123\u042f\u042f45", "private car"],
  ["capitals that no plate has", "\u0416123\u0419\u042945", "private car"],
  ["IO, which is outside of the range", "\u0401123\u0411\u041245", "unknown"],
  ["Arabic digits", "\u0410\u0661\u0662\u0663\u0411\u041245", "private car"],
  ["digits outside of the first plane", "\u0410\u{1d7d9}\u{1d7da}\u{1d7db}\u0411\u041245", "private car"],
  ["a superscript two", "\u0410\u00b223\u0411\u041245", "unknown"],
  ["a Roman numeral", "\u0410\u216023\u0411\u041245", "unknown"],
  ["an ideographic zero", "\u0410\u300723\u0411\u041245", "unknown"],
  ["an emoji", "\u{1f600}123\u0411\u041245", "unknown"],
  ["a line feed behind", `${cyrillic("A123BC45")}\n`, "unknown"],
  ["a thousand digits", "1".repeat(1000), "unknown"],
])("a plate with %s", (_, plate, category) => {
  expect(plateCategory(plate)).toBe(category);
});
