#include "engine/rules/identity.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engine/rules/test_records.h"

namespace ikp::rules {
namespace {

using testing::Day;

domain::IksFamily Family() {
  auto family = testing::IksFamily({testing::IksGuardian("Maria", "O’Brien Jr.", "Maria@X.org", "(555) 010-1234"),
                                    testing::IksGuardian("Seán", "O'Brien", "", "555-0101")},
                                   {testing::IksChild("c1", "Zoë", "O'Brien-Núñez", "2021-03-04"),
                                    testing::IksChild("c2", "Liam", "OBrien Nunez", "")});
  family.children[0].name.preferred = "Zo";
  family.guardians[0].phones.push_back({domain::PhoneKind::kHome, *domain::Phone::Parse("555 010 1234")});
  return family;
}

TEST(IdentityTest, OfAnIksChild) {
  const auto family = Family();
  const auto identity = IdentityOf(family, family.children[0]);
  EXPECT_EQ(identity.first, "zoe");
  EXPECT_EQ(identity.last, "obriennunez");
  EXPECT_EQ(identity.preferred, "zo");
  EXPECT_EQ(identity.birth_date, domain::BirthDate(Day("2021-03-04")));
  EXPECT_EQ(identity.external_ref, "c1");
  ASSERT_EQ(identity.guardians.size(), 2u);
  EXPECT_EQ(identity.guardians[0], (GuardianKey{"maria", "obrien", "maria@x.org", {"5550101234"}}));
  EXPECT_EQ(identity.guardians[1], (GuardianKey{"sean", "obrien", {}, {}}));  // seven digits recognise nobody (G28)
}

TEST(IdentityTest, OfAFamily) {
  const auto identity = IdentityOf(Family());
  EXPECT_EQ(identity.guardians.size(), 2u);
  EXPECT_EQ(identity.child_last_names, std::vector<std::string>{"obriennunez"});
}

TEST(IdentityTest, SameChildNeedsEverything) {
  const ChildIdentity a{.first = "anna",
                        .last = "smith",
                        .preferred = {},
                        .birth_date = domain::BirthDate(Day("2021-03-04")),
                        .external_ref = {},
                        .guardians = {}};
  ChildIdentity b = a;
  b.external_ref = "other";
  EXPECT_TRUE(SameChild(a, b));
  b.birth_date.reset();
  EXPECT_FALSE(SameChild(a, b));
  EXPECT_FALSE(SameChild(b, b));
  b = a;
  b.first = "anne";
  EXPECT_FALSE(SameChild(a, b));
  b = a;
  b.first.clear();
  EXPECT_FALSE(SameChild(b, b));
}

TEST(IdentityTest, GuardiansCompareByContactAndByName) {
  const GuardianKey anna{"anna", "smith", "a@x.org", {"5550101234"}};
  EXPECT_TRUE(ShareContact(anna, {"bob", "", "a@x.org", {}}));
  EXPECT_TRUE(ShareContact(anna, {"bob", "", {}, {"1", "5550101234"}}));
  EXPECT_FALSE(ShareContact(anna, {"anna", "smith", "b@x.org", {"5550101235"}}));
  EXPECT_FALSE(ShareContact({"anna", "smith", {}, {}}, {"anna", "smith", {}, {}}));
  EXPECT_TRUE(SameGuardianName(anna, {"anna", "smith", {}, {}}));
  EXPECT_FALSE(SameGuardianName(anna, {"ann", "smith", {}, {}}));
  EXPECT_FALSE(SameGuardianName({"anna", "", {}, {}}, {"anna", "", {}, {}}));
}

TEST(IdentityTest, ReadsOnlyWhatItWrote) {
  const auto family = Family();
  const auto child = ToStrings(IdentityOf(family, family.children[0]));
  EXPECT_FALSE(FamilyIdentityFromStrings(child));
  EXPECT_FALSE(ChildIdentityFromStrings(ToStrings(IdentityOf(family))));
  EXPECT_FALSE(ChildIdentityFromStrings({}));
  EXPECT_FALSE(ChildIdentityFromStrings({"identity=child", "birth=2021-02-30"}));
  EXPECT_FALSE(ChildIdentityFromStrings({"identity=child", "shoe size=3"}));
  EXPECT_FALSE(ChildIdentityFromStrings({"identity=child", "first"}));
  EXPECT_FALSE(FamilyIdentityFromStrings({"identity=family", "guardian.last=smith"}));
}

std::string Text() { return *rc::gen::arbitrary<std::string>(); }  // also "=" and control characters

std::vector<GuardianKey> Guardians() {
  std::vector<GuardianKey> guardians;
  const int count = *rc::gen::inRange(0, 4);
  for (int i = 0; i < count; ++i) {
    GuardianKey guardian{Text(), Text(), {}, *rc::gen::arbitrary<std::vector<std::string>>()};
    if (*rc::gen::arbitrary<bool>()) guardian.email = Text();
    guardians.push_back(guardian);
  }
  return guardians;
}

RC_GTEST_PROP(IdentityProperty, StringsRoundTrip, ()) {
  ChildIdentity child{.first = Text(),
                      .last = Text(),
                      .preferred = Text(),
                      .birth_date = {},
                      .external_ref = Text(),
                      .guardians = Guardians()};
  if (*rc::gen::arbitrary<bool>()) {
    child.birth_date = domain::BirthDate(Day("1900-01-01").Plus(*rc::gen::inRange(0, 100'000)));
  }
  RC_ASSERT(ChildIdentityFromStrings(ToStrings(child)) == child);

  const FamilyIdentity family{.guardians = Guardians(),
                              .child_last_names = *rc::gen::arbitrary<std::vector<std::string>>()};
  RC_ASSERT(FamilyIdentityFromStrings(ToStrings(family)) == family);
}

RC_GTEST_PROP(IdentityProperty, AnyStringsAreSafeToRead, (std::vector<std::string> strings)) {
  strings.insert(strings.begin(), "identity=child");
  const auto read = ChildIdentityFromStrings(strings);
  if (read) RC_ASSERT(ChildIdentityFromStrings(ToStrings(*read)) == read);
}

}  // namespace
}  // namespace ikp::rules
