Console.WriteLine("cutis");
