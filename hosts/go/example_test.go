package catscore_test

import (
	"fmt"
	"log"

	"catscore"
)

func Example() {
	model, err := catscore.LoadFile("../../tests/conformance/labels-multiclass-strings.cbm")
	if err != nil {
		log.Fatal(err)
	}
	defer model.Close()
	for _, feature := range model.Features {
		fmt.Println(feature.Name, feature.Kind)
	}
	fmt.Printf("%q\n", model.ClassLabels)

	rows := []catscore.Row{{"n1": 0.5, "n2": -1.25}, {"n1": nil, "n2": 3}}
	raw, err := model.PredictMany(rows, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(raw.Row(1))

	classes, err := model.PredictMany(rows, &catscore.Options{Type: "Class"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%q\n", classes.Labels)
	// Output:
	// n1 float
	// n2 float
	// [" " "1" "NaN" "x"]
	// [-0.02837527362583815 -0.2608644492250737 0.4985436557085186 -0.20930393285760718]
	// ["x" "NaN"]
}

func ExampleModel_PredictColumns() {
	model, err := catscore.LoadFile("../../tests/conformance/embedding-mix.cbm")
	if err != nil {
		log.Fatal(err)
	}
	defer model.Close()

	columns := catscore.Columns{
		"vector": [][]float32{{2, -0.5, -1, -1.25}, {-0.5, 2, 1, 1}},
		"text":   []string{"wind rain", "fog snow storm"},
		"color":  []string{"red", "blue"},
		"wet":    []string{"no", "yes"},
		"n1":     []float64{0.571, 0.5},
	}
	answers, err := model.PredictColumns(columns, &catscore.Options{Type: "Probability"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(answers.Row(0))
	fmt.Println(answers.Row(1))
	// Output:
	// [0.5633075520994887 0.4366924479005113]
	// [0.6663601035031418 0.3336398964968582]
}
