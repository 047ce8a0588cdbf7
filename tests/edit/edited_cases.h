// Edits of a model of three blocks as steps, with maps of random numbers: each kind alone, and all together.
//
//     for (const EditedCase& edited : editedCases(decoder)) writeEditedModel(decoder, edited.steps, folder, {});
#pragma once

#include <random>
#include <string>
#include <vector>

#include "core/edit/edited_decoder.h"

namespace strato {

inline std::shared_ptr<const AffineMap> randomMap(int width, int rank, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<float> normal;
    const auto values = [&](int count, float scale) {
        std::vector<float> numbers(static_cast<std::size_t>(count));
        for (float& number : numbers) number = scale * normal(random);
        return numbers;
    };
    AffineMap map{.width = width, .intercept = values(width, 0.1f), .rank = rank};
    if (rank == 0) map.matrix = values(width * width, 0.1f);
    else {
        map.down = values(width * rank, 0.3f);
        map.up = values(rank * width, 0.3f);
    }
    return std::make_shared<const AffineMap>(std::move(map));
}

struct EditedCase {
    std::string name;
    std::vector<Step> steps;
};

inline std::vector<EditedCase> editedCases(const Decoder& decoder) {
    const auto map = [&](int rank, unsigned seed) { return randomMap(decoder.hidden(), rank, seed); };
    const auto block = [](int number) { return Step{.span = {{number}, {number}}}; };
    const auto replaced = [](int first, int last, std::shared_ptr<const AffineMap> by) {
        return Step{.span = {{first}, {last}}, .map = std::move(by)};
    };
    const auto half = [](int number, bool attention, std::shared_ptr<const AffineMap> by = {}) {
        Step step{.span = {{number}, {number}}, .parts = {.attention = !attention, .mlp = attention}};
        (attention ? step.attentionMap : step.mlpMap) = std::move(by);
        return step;
    };
    Step both = half(1, true, map(0, 1));
    both.parts.mlp = false;
    both.mlpMap = map(3, 2);
    return {{"0=linear", {replaced(0, 0, map(0, 1)), block(1), block(2)}},
            {"1=lowrank", {block(0), replaced(1, 1, map(2, 2)), block(2)}},
            {"1-2=linear", {block(0), replaced(1, 2, map(0, 3))}},
            {"0.attention=drop", {half(0, true), block(1), block(2)}},
            {"0.mlp=drop", {half(0, false), block(1), block(2)}},
            {"1.attention=linear", {block(0), half(1, true, map(0, 4)), block(2)}},
            {"1.mlp=linear", {block(0), half(1, false, map(0, 5)), block(2)}},
            {"all attention=drop", {half(0, true), half(1, true), half(2, true)}},
            {"mixture", {half(0, true, map(2, 6)), both, replaced(1, 1, map(0, 7)), half(2, false, map(2, 8)), replaced(2, 2, map(1, 9))}}};
}

}  // namespace strato
